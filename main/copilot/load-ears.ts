import { toFailure } from '../../contracts/errors';
import { modelRoleSchema, type RecogniserKind } from '../../contracts/models';
import type { ModelState } from '../../contracts/speech';
import { catalogue, isStandard, modelInUse, readDeskModels } from '../../models/desk-models';
import { locateModels, type LocatedModel } from '../../models/locate';
import { manifest } from '../../models/manifest';
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
 * Finds, verifies and loads the models the desk chose, else the product's own. Each is on its own: what one lacks does
 * not stop the others. The careful ear loads after the others are at work. `tell` gets the state of the model of each
 * role, and after it that of one that was chosen and is not whole, whenever one changes.
 */
export async function loadEars(
  searchPath: readonly string[],
  tell: (models: ModelState[]) => void = () => undefined,
): Promise<LoadedEars> {
  const wanted = await wantedModels(searchPath);
  const states = new Map<string, ModelState>(
    wanted.map(({ name, role, state, message }) => [
      name,
      { name, role, state: state === 'found' ? 'loading' : state, message },
    ]),
  );
  const tellAll = () => tell([...states.values()]);
  tellAll();

  async function load<Ear>(
    role: LocatedModel['role'],
    open: (files: LocatedModel['files'], recogniser: RecogniserKind) => Promise<Ear>,
  ) {
    const model = wanted.find((candidate) => candidate.role === role && candidate.state === 'found');
    if (!model) return null;
    const { name, message } = model;
    try {
      const ear = await open(model.files, model.recogniser ?? 'whisper');
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
  const carefulEar = load('careful-ear', (files, recogniser) => loadSherpaCarefulEar(recogniser, files));
  return { vad, fastEar, carefulEar };
}

/** The model of each role, whole if any is; before it the chosen one that is not. */
async function wantedModels(searchPath: readonly string[]): Promise<LocatedModel[]> {
  const [home] = searchPath;
  const { decided } = home === undefined ? { decided: null } : await readDeskModels(home);
  const chosen = decided?.chosen ?? {};
  const models = decided ? catalogue(decided) : manifest;
  // Reading a model that nobody wants would take its time at every start.
  const needed = models.filter(({ name, role }) => name === chosen[role]?.name || isStandard(name));
  const located = await locateModels({ searchPath, models: needed });
  return modelRoleSchema.options.flatMap((role) => {
    const ofRole = located.filter((model) => model.role === role);
    const used = modelInUse(role, located, { chosen }) ?? ofRole[0];
    const broken = ofRole.filter(({ name, state }) => name === chosen[role]?.name && state !== 'found');
    return [...new Set([...(used ? [used] : []), ...broken])];
  });
}
