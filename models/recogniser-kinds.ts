import path from 'node:path';
import type { RecogniserKind } from '../contracts/models';
import { readOnnxMetadata } from './onnx-metadata';

type Metadata = Readonly<Record<string, string>>;

interface RecogniserLayout {
  kind: RecogniserKind;
  title: string;
  /** What the files are called in sherpa-onnx's releases; of several candidates the first pattern one file alone meets. */
  files: Readonly<Record<string, readonly RegExp[]>>;
  /** The file that says what it is. */
  main: 'network' | 'encoder';
  /** Whether a model that says this of itself is of the kind: what its exporter and its engine agree on. */
  isSaid: (metadata: Metadata) => boolean;
  /** What the folder is called where the model says nothing of itself; absent: its files are proof enough. */
  folder?: RegExp;
}

const tokens = [/(^|[-_])tokens\.txt$/i];
const half = (name: string) => [
  new RegExp(`${name}[^/]*\\.int8\\.onnx$`, 'i'),
  new RegExp(`${name}(?![^/]*\\.(int8|fp16)\\.)[^/]*\\.onnx$`, 'i'),
];
const single = {
  network: [/\.int8\.onnx$/i, /^model\.onnx$/i, /^(?!.*\.(int8|fp16)\.).*\.onnx$/i],
  tokens,
};
const pair = { encoder: half('encoder'), decoder: half('decoder'), tokens };
// The decoder of a transducer is small, and rounding it to 8 bits costs words.
const transducer = { encoder: half('encoder'), decoder: half('decoder').reverse(), joiner: half('joiner'), tokens };
const STREAMING = 'decode_chunk_len';
const isTransducer = /^(zipformer2?|conformer|lstm|ebranchformer)$/;

/** A folder may meet the file names of several: those with more files stand first. */
export const recogniserLayouts: readonly RecogniserLayout[] = [
  {
    kind: 'streaming-zipformer',
    title: 'a streaming transducer (Zipformer)',
    files: transducer,
    main: 'encoder',
    isSaid: ({ model_type = '', ...rest }) => isTransducer.test(model_type) && STREAMING in rest,
    folder: /streaming/i,
  },
  {
    kind: 'zipformer-transducer',
    title: 'a transducer (Zipformer)',
    files: transducer,
    main: 'encoder',
    isSaid: ({ model_type = '', ...rest }) => isTransducer.test(model_type) && !(STREAMING in rest),
    folder: /zipformer|transducer/i,
  },
  {
    kind: 'streaming-paraformer',
    title: 'a streaming Paraformer',
    files: pair,
    main: 'encoder',
    isSaid: (metadata) => 'decoder_num_blocks' in metadata,
    folder: /paraformer/i,
  },
  {
    kind: 'fire-red-asr',
    title: 'FireRedASR',
    files: pair,
    main: 'encoder',
    isSaid: ({ model_type = '', ...rest }) => /^fire-?red/i.test(model_type) || 'cmvn_inv_stddev' in rest,
    folder: /fire-?red/i,
  },
  {
    kind: 'whisper',
    title: 'Whisper',
    files: pair,
    main: 'encoder',
    isSaid: ({ model_type = '' }) => model_type.startsWith('whisper'),
  },
  {
    kind: 'sense-voice',
    title: 'SenseVoice',
    files: single,
    main: 'network',
    isSaid: ({ model_type = '' }) => model_type === 'sense_voice_ctc',
    folder: /sense-?voice/i,
  },
  {
    kind: 'paraformer',
    title: 'Paraformer',
    files: single,
    main: 'network',
    isSaid: ({ model_type = '', ...rest }) => model_type === 'paraformer' && !('decoder_num_blocks' in rest),
    folder: /paraformer/i,
  },
  {
    kind: 'dolphin',
    title: 'Dolphin',
    files: single,
    main: 'network',
    isSaid: ({ model_type = '' }) => model_type === 'dolphin',
    folder: /dolphin/i,
  },
  {
    kind: 'streaming-zipformer-ctc',
    title: 'a streaming Zipformer with CTC',
    files: single,
    main: 'network',
    isSaid: ({ model_type = '', ...rest }) => model_type === 'zipformer2' && STREAMING in rest,
    folder: /streaming.*ctc/i,
  },
  {
    kind: 'zipformer-ctc',
    title: 'Zipformer with CTC',
    files: single,
    main: 'network',
    isSaid: ({ model_type = '' }) => model_type === 'zipformer2_ctc',
    folder: /zipformer.*ctc/i,
  },
];

/** What the files called `names` in `folder` are, by what the model says of itself, else by the folder's name. */
export async function recogniserIn(
  folder: string,
  names: readonly string[],
): Promise<{ kind: RecogniserKind; files: { key: string; file: string }[] } | null> {
  for (const layout of recogniserLayouts) {
    const files = filesOf(names, layout.files);
    const main = files?.find(({ key }) => key === layout.main);
    if (!files || !main) continue;
    const said = await readOnnxMetadata(path.join(folder, main.file));
    const isKind =
      said && Object.keys(said).length > 0
        ? layout.isSaid(said)
        : (layout.folder?.test(path.basename(path.resolve(folder))) ?? true);
    if (isKind) return { kind: layout.kind, files };
  }
  return null;
}

/** One file for each key, or null. */
export function filesOf(
  names: readonly string[],
  wanted: Readonly<Record<string, readonly RegExp[]>>,
): { key: string; file: string }[] | null {
  const found = Object.entries(wanted).flatMap(([key, patterns]) => {
    const file = oneOf(names, patterns);
    return file === undefined ? [] : [{ key, file }];
  });
  return found.length === Object.keys(wanted).length ? found : null;
}

function oneOf(names: readonly string[], patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    const matching = names.filter((name) => pattern.test(name));
    if (matching.length === 1) return matching[0];
  }
  return undefined;
}

const sentence = (title: string) => title.charAt(0).toUpperCase() + title.slice(1);

/**
 * What is plain before any engine sees a recogniser's files, as a sentence; engines end the process instead of saying
 * it. Null when nothing is.
 */
export async function whatIsWrong(
  kind: RecogniserKind,
  files: Readonly<Record<string, string>>,
): Promise<string | null> {
  const layout = recogniserLayouts.find((candidate) => candidate.kind === kind);
  if (!layout) return `There is no recogniser ${kind}.`;
  const lacking = Object.keys(layout.files).filter((key) => files[key] === undefined);
  if (lacking.length > 0) return `${sentence(layout.title)} has other files: ${lacking.join(', ')}.`;
  const main = files[layout.main] ?? '';
  const said = await readOnnxMetadata(main);
  if (!said || Object.keys(said).length === 0 || layout.isSaid(said)) return null;
  const other = recogniserLayouts.find(({ isSaid }) => isSaid(said));
  const is = other?.title ?? `a model of type "${said.model_type ?? 'unknown'}"`;
  return `${path.basename(main)} is ${is}, not ${layout.title}.`;
}
