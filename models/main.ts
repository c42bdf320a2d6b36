import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { toFailure } from '../contracts/errors';
import { modelRoleSchema, type DeskModel, type ModelMeasurement, type ModelWork } from '../contracts/models';
import { convertModel } from './convert/convert-model';
import { bytesOf, fetchModel } from './fetch-model';
import { locateModels, modelSearchPath } from './locate';
import { manifest } from './manifest';
import { ModelManager } from './model-manager';
import { nodeJob } from './node-job';

const USAGE = `npm run models [-- [COMMAND] [--to DIR] [--from URL]]
Without a command: fetches the copilot's models that are not on this machine, and verifies all of them.
  list            the models, their state, which are in use, what was measured
  fetch NAME      fetches one; after a cut, the same command goes on where it stopped
  verify          reads every file anew and compares its SHA-256
  test NAME       loads a model in a process of its own, lets it hear a sentence, measures speed and memory
  use NAME        tests a model and, if that went well, switches to it; the copilot takes it at its next start
  rollback [ROLE] back to the model before; ROLE: vad, fast-ear or careful-ear (default)
  import DIR      takes models from a folder, or from the folders in it: for networks without a way out
  --to DIR        where the models are; default: SIDETONE_MODELS, else ~/.local/share/sidetone/models
  --from URL      a server of the house: each file at URL/FOLDER/FILE
`;

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n${USAGE}`);
  process.exit(2);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        to: { type: 'string' },
        from: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const say = (line: string) => process.stdout.write(`${line}\n`);

function progressBar(title: string, totalBytes: number): (bytes: number) => void {
  return (bytes) => {
    if (!process.stdout.isTTY || totalBytes === 0) return;
    const part = Math.min(1, bytes / totalBytes);
    const bar = '█'.repeat(Math.round(part * 24)).padEnd(24, '░');
    process.stdout.write(`\r${title} ${bar} ${(bytes / 1e6).toFixed(1)} of ${megabytes(totalBytes)}`);
    if (part === 1) process.stdout.write('\n');
  };
}

function told({ realTimeFactor, memoryBytes, loadMs, heardShare }: ModelMeasurement): string {
  const shares = Object.entries(heardShare).map(
    ([language, share]) => `${language} ${String(Math.round(100 * share))} %`,
  );
  return (
    `real-time factor ${realTimeFactor.toFixed(3)}, memory ${megabytes(memoryBytes)}, ` +
    `loaded in ${(loadMs / 1000).toFixed(1)} s, heard ${shares.join(', ')}`
  );
}

function line({
  name,
  role,
  recogniser,
  state,
  message,
  inUse,
  previous,
  imported,
  bytes,
  measured,
}: DeskModel): string {
  const facts = [
    state === 'found' ? (imported ? 'found, unverified (imported)' : 'found, verified') : state,
    inUse ? 'in use' : previous ? 'used before' : '',
    megabytes(bytes),
    measured ? told(measured) : '',
  ];
  return `${name} (${[role, recogniser].filter(Boolean).join(', ')}): ${facts.filter((fact) => fact !== '').join('; ')}\n  ${message}`;
}

/** What is missing is fetched, all is verified, and of each is told in a line. */
async function fetchAll(target: string, isAlone: boolean, mirror: string | undefined): Promise<void> {
  const searchPath = modelSearchPath();
  // With --to the folder must be complete by itself; without, what is anywhere on the search path will do.
  const located = await locateModels({ searchPath: isAlone ? [target] : [...searchPath, target] });
  for (const { name, state, message } of located) {
    const model = manifest.find((known) => known.name === name);
    if (!model) continue;
    if (state === 'found') {
      say(`${model.title}: whole, in ${message}`);
      continue;
    }
    try {
      const folder = await fetchModel(model, {
        ...{ home: target, sources: searchPath, mirror },
        progress: progressBar(model.title, bytesOf(model)),
        convert: (wanted, into) => {
          say(`${wanted.title}: downloading and converting ${wanted.conversion?.package ?? ''}`);
          return convertModel(wanted, into);
        },
      });
      say(`${model.title}: fetched into ${folder}`);
    } catch (error) {
      process.exitCode = 1;
      console.error(`${model.title}: not fetched: ${toFailure(error).message}`);
      const folder = path.join(target, model.folder);
      console.error(`  Its project: ${model.source}. Put the files into ${folder}; the other ears work without it.`);
    }
  }
}

async function command(name: string, argument: string | undefined, manager: ModelManager): Promise<void> {
  const wanted = () => argument ?? refuse(`${name} wants a name or a folder.`);
  switch (name) {
    case 'list': {
      const { models, notices } = await manager.view();
      for (const { message } of notices) process.stderr.write(`${message}\n`);
      return models.forEach((model) => say(line(model)));
    }
    case 'fetch':
      say(`${wanted()}: fetched into ${await manager.fetch(wanted())}`);
      return;
    case 'verify': {
      const models = (await manager.verify()).filter(({ state }) => state !== 'missing');
      for (const { name: model, state, imported, message } of models) {
        const verdict = imported ? 'as it was at its import (its project is not known: unverified)' : 'verified';
        say(state === 'found' ? `${model}: ${verdict}` : `${model}: ${message}`);
      }
      if (models.some(({ state }) => state === 'damaged')) process.exitCode = 1;
      return;
    }
    case 'test':
      return void say(`${wanted()}: ${told(await manager.test(wanted()))}`);
    case 'use':
      return void say(`${wanted()}: in use. ${told(await manager.use(wanted()))}`);
    case 'rollback': {
      const role =
        modelRoleSchema.safeParse(argument ?? 'careful-ear').data ?? refuse(`${String(argument)} is no role.`);
      return void say(`${await manager.rollBack(role)}: in use again`);
    }
    case 'import': {
      const outcomes = await manager.import(path.resolve(wanted()));
      for (const { folder, name: model, verified, failure } of outcomes) {
        if (failure) process.stderr.write(`${folder}: not imported: ${failure.message}\n`);
        else say(`${folder}: imported as ${model ?? ''}, ${verified ? 'verified' : 'unverified'}`);
      }
      if (outcomes.some(({ failure }) => failure)) process.exitCode = 1;
      return;
    }
    default:
      refuse(`${name} is no command.`);
  }
}

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const target = path.resolve(
    values.to ?? process.env.SIDETONE_MODELS ?? path.join(os.homedir(), '.local', 'share', 'sidetone', 'models'),
  );
  const [name, argument, ...rest] = positionals;
  if (rest.length > 0) refuse(`${rest.join(' ')}: one too many.`);
  if (name === undefined) return fetchAll(target, values.to !== undefined, values.from);
  const manager = new ModelManager({
    searchPath: [target, ...modelSearchPath()],
    mirror: values.from,
    clips: path.join(import.meta.dirname, '../practice/voices'),
    startJob: nodeJob(),
  });
  manager.on('work', (work: ModelWork | null) => {
    if (work?.name) progressBar(work.name, work.totalBytes)(work.doneBytes);
  });
  await command(name, argument, manager);
}

main().catch((error: unknown) => {
  process.stderr.write(`${toFailure(error).message}\n`);
  process.exitCode = 1;
});
