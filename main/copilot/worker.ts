import { parseArgs } from 'node:util';
import { frameHeaderSchema } from '../../contracts/audio';
import { toFailure } from '../../contracts/errors';
import { earsCommandSchema, type EarsMessage, type ModelState } from '../../contracts/speech';
import { modelSearchPath } from '../../models/locate';
import { loadEars } from './load-ears';
import { loadRnnoiseFilter } from './rnnoise-filter';
import { createEarsPipeline, type EarsPipeline } from './pipeline';

/** What of Electron's MessagePortMain is used here; this room does not import electron. */
interface Port {
  postMessage(message: EarsMessage): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  start(): void;
}
interface ParentPort {
  on(event: 'message', listener: (event: { ports: Port[] }) => void): void;
}

/** How often the window is told how far the ears have come: should this process die, the rest is what was lost. */
const TELL_EVERY_FRAMES = 16;

/** The window's port; a reloaded window brings a new one. */
let port: Port | null = null;
let models: ModelState[] = [];
const tell = (message: EarsMessage) => port?.postMessage(message);

function hear(pipeline: EarsPipeline | null, data: unknown): void {
  const header = frameHeaderSchema.safeParse(data);
  if (header.success) {
    const { pcm } = data as { pcm?: unknown };
    if (!pipeline || !(pcm instanceof Float32Array)) return;
    pipeline.frame({ ...header.data, pcm });
    const { callId, leg, sequence } = header.data;
    if (leg === 'customer' && (sequence + 1) % TELL_EVERY_FRAMES === 0) {
      void pipeline.drained().then(() => tell({ type: 'heard', callId, frames: sequence + 1 }));
    }
    return;
  }
  const command = earsCommandSchema.safeParse(data);
  if (!command.success) {
    tell({ type: 'trouble', code: 'ears-protocol', message: 'The ears got a message they do not understand.' });
    return;
  }
  if (command.data.type === 'start-call') {
    pipeline?.startCall(command.data);
    return;
  }
  const { callId } = command.data;
  if (command.data.type === 'captions') {
    pipeline?.wantCaptions(callId, command.data.wanted);
    return;
  }
  void (pipeline?.endCall(callId) ?? Promise.resolve()).then(() => tell({ type: 'call-ended', callId }));
}

async function main(parent: ParentPort): Promise<void> {
  const { values } = parseArgs({ options: { models: { type: 'string', multiple: true } }, strict: false });
  const given = (values.models ?? []).filter((folder) => typeof folder === 'string');
  let pipeline: EarsPipeline | null = null;
  /** What came before the models were loaded. */
  let early: unknown[] | null = [];
  parent.on('message', ({ ports: [next] }) => {
    if (!next) return;
    port = next;
    port.on('message', ({ data }) => {
      if (early) early.push(data);
      else hear(pipeline, data);
    });
    port.start();
    tell({ type: 'models', models });
  });

  const { vad, fastEar, carefulEar } = await loadEars(given.length > 0 ? given : modelSearchPath(), (states) => {
    models = states;
    tell({ type: 'models', models });
  });
  if (vad) {
    pipeline = createEarsPipeline({
      vad,
      fastEar: fastEar ?? undefined,
      noiseFilter: loadRnnoiseFilter,
      live: true,
      emit: (event) => tell({ type: 'speech', event }),
      trouble: ({ code, message }) => tell({ type: 'trouble', code, message }),
    });
  }
  for (const data of early) hear(pipeline, data);
  early = null;
  const careful = await carefulEar;
  if (careful) pipeline?.useCarefulEar(careful);
}

const { parentPort } = process as typeof process & { parentPort?: ParentPort };
if (parentPort) {
  main(parentPort).catch((error: unknown) => {
    const { code, message } = toFailure(error);
    tell({ type: 'trouble', code, message });
  });
} else {
  process.stderr.write('The ears run in a utility process of Sidetone; on the command line use: npm run analyze\n');
  process.exitCode = 2;
}
