import { EventEmitter } from 'node:events';
import { SidetoneError } from '../contracts/errors';
import {
  modelRoleSchema,
  type DeskModel,
  type ImportOutcome,
  type ModelMeasurement,
  type ModelRole,
  type ModelsView,
  type ModelWork,
} from '../contracts/models';
import { catalogue, changeDeskModels, modelInUse, readDeskModels } from './desk-models';
import { bytesOf, fetchModel, type FetchOptions } from './fetch-model';
import { importModels } from './import-models';
import { convertApart, loadTest, testClips, type StartJob } from './load-test';
import { forgetSums, locateModels, type LocatedModel } from './locate';
import { manifest, type ModelDescription } from './manifest';

export interface ModelManagerOptions {
  /** The first is home: what is fetched or imported goes there, and so does what is decided. */
  searchPath: readonly string[];
  mirror?: string | undefined;
  /** The voices that come with the product. */
  clips: string;
  startJob: StartJob;
  testLimitMs?: number;
  wait?: FetchOptions['wait'];
}

/** The models of this desk: which there are, which are in use, and everything that changes it. One work at a time. */
export class ModelManager extends EventEmitter<{ work: [ModelWork | null] }> {
  readonly #options: ModelManagerOptions;
  readonly #home: string;
  #work: ModelWork | null = null;
  #abort = new AbortController();

  constructor(options: ModelManagerOptions) {
    super();
    this.#options = options;
    const [home] = options.searchPath;
    if (home === undefined) throw new SidetoneError('internal', 'There is no folder for models.');
    this.#home = home;
  }

  async view(): Promise<ModelsView> {
    const { decided, trouble } = await readDeskModels(this.#home);
    const models = catalogue(decided);
    const located = await locateModels({ searchPath: this.#options.searchPath, models });
    const inUse = modelRoleSchema.options.map((role) => modelInUse(role, located, decided)?.name);
    const view = models.map((model, index): DeskModel => {
      const { state = 'missing', message = '' } = located[index] ?? {};
      const { name, role, recogniser, title } = model;
      const imported = !manifest.includes(model);
      return {
        ...{ name, role, recogniser, title, state, message, imported, bytes: bytesOf(model) },
        verified: state === 'found' && !imported,
        inUse: inUse.includes(name),
        previous: decided.chosen[role]?.previous === name && !inUse.includes(name),
        measured: decided.measured[name] ?? null,
      };
    });
    // An imported model whose folder somebody took away is gone, unless it was wanted.
    const shown = view.filter(({ imported, state, name, role }) =>
      imported && state === 'missing' ? decided.chosen[role]?.name === name : true,
    );
    return { models: shown, work: this.#work, notices: trouble ? [trouble] : [] };
  }

  /** Stops the work under way; what was fetched so far is kept. */
  cancel(): void {
    this.#abort.abort();
  }

  async fetch(name: string): Promise<string> {
    const model = manifest.find((known) => known.name === name);
    if (!model) {
      await this.#find(name);
      throw new SidetoneError('model-imported', `${name} was imported: only its folder has it.`);
    }
    return this.#working({ kind: 'fetch', name, doneBytes: 0, totalBytes: bytesOf(model) }, (signal) =>
      fetchModel(model, {
        home: this.#home,
        sources: this.#options.searchPath,
        ...{ mirror: this.#options.mirror, wait: this.#options.wait, signal },
        convert: ({ name: wanted }, folder) => {
          // A package comes in one piece: there is no telling how far it has come.
          this.#tell({ kind: 'fetch', name, doneBytes: 0, totalBytes: 0 });
          return convertApart(this.#options.startJob, wanted, folder, signal);
        },
        progress: (doneBytes) => this.#tell({ kind: 'fetch', name, doneBytes, totalBytes: bytesOf(model) }),
      }),
    );
  }

  /** Reads every file anew. */
  async verify(): Promise<DeskModel[]> {
    return this.#working({ kind: 'verify', name: null, doneBytes: 0, totalBytes: 0 }, async () => {
      forgetSums();
      return (await this.view()).models;
    });
  }

  async test(name: string): Promise<ModelMeasurement> {
    const { model, files } = await this.#whole(name);
    return this.#working({ kind: 'test', name, doneBytes: 0, totalBytes: 0 }, (signal) =>
      this.#measure(model, files, signal),
    );
  }

  /** Loads the model apart; only when that went well is it the one in use, in one step. The one before is remembered. */
  async use(name: string): Promise<ModelMeasurement> {
    const { model, files, current, chosen } = await this.#whole(name);
    return this.#working({ kind: 'use', name, doneBytes: 0, totalBytes: 0 }, async (signal) => {
      const measurement = await this.#measure(model, files, signal);
      const before = chosen ?? current;
      if (before !== name) {
        await changeDeskModels(this.#home, (decided) => ({
          ...decided,
          chosen: { ...decided.chosen, [model.role]: { name, previous: before ?? name } },
        }));
      }
      return measurement;
    });
  }

  /** Back to the model before, whose files must still be whole; once more goes forth again. */
  async rollBack(role: ModelRole): Promise<string> {
    const { decided } = await readDeskModels(this.#home);
    const chosen = decided.chosen[role];
    if (!chosen || chosen.previous === chosen.name)
      throw new SidetoneError('model-no-previous', 'No other model was in use before.');
    await this.#whole(chosen.previous);
    await changeDeskModels(this.#home, (before) => ({
      ...before,
      chosen: { ...before.chosen, [role]: { name: chosen.previous, previous: chosen.name } },
    }));
    return chosen.previous;
  }

  /** Takes the models of a folder, and uses none of them yet. */
  async import(folder: string): Promise<ImportOutcome[]> {
    return this.#working({ kind: 'import', name: null, doneBytes: 0, totalBytes: 0 }, (signal) =>
      importModels(folder, {
        home: this.#home,
        test: (model, files) => this.#load(model, files, signal),
        progress: (name, doneBytes, totalBytes) => this.#tell({ kind: 'import', name, doneBytes, totalBytes }),
      }),
    );
  }

  async #measure(
    model: ModelDescription,
    files: LocatedModel['files'],
    signal: AbortSignal,
  ): Promise<ModelMeasurement> {
    const measurement = await this.#load(model, files, signal);
    await changeDeskModels(this.#home, (decided) => ({
      ...decided,
      measured: { ...decided.measured, [model.name]: measurement },
    }));
    return measurement;
  }

  #load(
    { role, recogniser }: ModelDescription,
    files: LocatedModel['files'],
    signal: AbortSignal,
  ): Promise<ModelMeasurement> {
    const { startJob, clips, testLimitMs } = this.#options;
    const job = { kind: 'test', role, recogniser, files: { ...files }, clips: testClips(clips) } as const;
    return loadTest(startJob, job, { signal, ...(testLimitMs === undefined ? {} : { limitMs: testLimitMs }) });
  }

  async #find(name: string) {
    const { decided } = await readDeskModels(this.#home);
    const models = catalogue(decided);
    const model = models.find((known) => known.name === name);
    if (!model) {
      const names = models.map((known) => known.name).join(', ');
      throw new SidetoneError('model-unknown', `There is no model ${name}. There are: ${names}.`);
    }
    return { model, models, decided };
  }

  async #whole(name: string) {
    const { model, models, decided } = await this.#find(name);
    const located = await locateModels({ searchPath: this.#options.searchPath, models });
    const found = located.find((candidate) => candidate.name === name);
    if (found?.state !== 'found') {
      throw new SidetoneError('model-not-whole', found?.message ?? `${name} is not on this machine.`);
    }
    const current = modelInUse(model.role, located, decided)?.name;
    return { model, files: found.files, current, chosen: decided.chosen[model.role]?.name };
  }

  async #working<Result>(work: ModelWork, run: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    if (this.#work)
      throw new SidetoneError('models-busy', 'Something is being done with the models already.', { retryable: true });
    this.#abort = new AbortController();
    this.#tell(work);
    try {
      return await run(this.#abort.signal);
    } finally {
      this.#tell(null);
    }
  }

  #tell(work: ModelWork | null): void {
    this.#work = work;
    this.emit('work', work);
  }
}
