import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { cueBookSchema } from '../../contracts/cues';
import type { CarefulEar } from '../../main/copilot/careful-ear';
import { loadSherpaCarefulEar } from '../../main/copilot/sherpa-careful-ear';
import type { Keyword } from '../../contracts/speech';
import { keywordsOf } from '../../domain/cues';
import { loadFsmnCtc, type FsmnCtc } from '../../main/copilot/fsmn-fast-ear';
import { loadSileroVoiceDetector } from '../../main/copilot/silero-voice-detector';
import type { VoiceDetector } from '../../main/copilot/voice-detector';
import { locateModels, modelSearchPath, type LocatedModel } from '../../models/locate';
import { NotMeasured } from '../measure';

/** @throws NotMeasured where the model is missing or damaged */
async function filesOf(role: LocatedModel['role']): Promise<LocatedModel['files']> {
  const located = (await locateModels({ searchPath: modelSearchPath() })).filter((model) => model.role === role);
  const found = located.find(({ state }) => state === 'found');
  if (!found) throw new NotMeasured(located[0]?.message ?? `There is no model for ${role}.`);
  return found.files;
}

export async function openVoiceDetector(): Promise<VoiceDetector> {
  const { network = '' } = await filesOf('vad');
  return loadSileroVoiceDetector(network);
}

export async function openKeywordModel(): Promise<FsmnCtc> {
  const { network = '', normalisation = '', tokens = '' } = await filesOf('fast-ear');
  return loadFsmnCtc({ network, normalisation, tokens });
}

/** The product's own, Whisper. */
export async function openCarefulEar(): Promise<CarefulEar> {
  return loadSherpaCarefulEar('whisper', await filesOf('careful-ear'));
}

/** Whether the careful ear is at hand. @throws NotMeasured where it is not */
export async function requireCarefulEar(): Promise<void> {
  await filesOf('careful-ear');
}

/** Every phrase of the Chinese cue book that comes with the product. */
export async function bookKeywords(): Promise<Keyword[]> {
  const file = path.resolve(import.meta.dirname, '../../domain/cue-books/zh.json');
  return keywordsOf(cueBookSchema.parse(JSON.parse(await readFile(file, 'utf8'))));
}

/** Processor time that `work` took, in ms: of all threads of this process, so a busy machine does not count. */
export async function processorMs(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
