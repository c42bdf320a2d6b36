import { toFailure } from '../../contracts/errors';
import type { ModelState } from '../../contracts/speech';
import { locateModels, type LocatedModel } from '../../models/locate';
import type { CarefulEar } from './careful-ear';
import type { FastEar } from './fast-ear';
import { createFsmnFastEar, loadFsmnCtc } from './fsmn-fast-ear';
import { loadSherpaCarefulEar } from './sherpa-careful-ear';
import { loadSileroVoiceDetector } from './silero-voice-detector';
import type { VoiceDetector } from './voice-detector';

export interface LoadedEars {
  /** null when its model is missing or damaged: nothing can be heard then. */
  vad: VoiceDetector | null;
  fastEar: FastEar | null;
  /** Settles last, and never rejects: null when there is no careful ear. */
  carefulEar: Promise<CarefulEar | null>;
}

/**
 * Finds, verifies and loads the models. Each is on its own: what one lacks does not stop the others. The careful ear
 * loads after the others are at work. `tell` gets the state of all models whenever one changes.
 */
export async function loadEars(
  searchPath: readonly string[],
  tell: (models: ModelState[]) => void = () => undefined,
): Promise<LoadedEars> {
  const located = await locateModels({ searchPath });
  const states = new Map<string, ModelState>(
    located.map(({ name, role, state, message }) => [
      name,
      { name, role, state: state === 'found' ? 'loading' : state, message },
    ]),
  );
  const tellAll = () => tell([...states.values()]);
  tellAll();

  async function load<Ear>(role: LocatedModel['role'], open: (files: LocatedModel['files']) => Promise<Ear>) {
    const model = located.find((candidate) => candidate.role === role && candidate.state === 'found');
    if (!model) return null;
    const { name, message } = model;
    try {
      const ear = await open(model.files);
      states.set(name, { name, role, state: 'ready', message });
      return ear;
    } catch (error) {
      states.set(name, { name, role, state: 'failed', message: toFailure(error).message });
      return null;
    } finally {
      tellAll();
    }
  }

  const vad = await load('vad', ({ network = '' }) => loadSileroVoiceDetector(network));
  const fastEar = await load('fast-ear', async ({ network = '', normalisation = '', tokens = '' }) =>
    createFsmnFastEar(await loadFsmnCtc({ network, normalisation, tokens })),
  );
  const carefulEar = load('careful-ear', ({ encoder = '', decoder = '', tokens = '' }) =>
    loadSherpaCarefulEar({ encoder, decoder, tokens }),
  );
  return { vad, fastEar, carefulEar };
}
