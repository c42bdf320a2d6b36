import { z } from 'zod';
import { readOnnx } from './onnx-file';
import { buildDecoder } from './whisper-decoder';
import { buildEncoder } from './whisper-encoder';
import type { WhisperSizes } from './whisper-layers';
import { readWhisperWeights } from './whisper-weights';

const vocabularySchema = z.record(z.string(), z.number().int().nonnegative());
const configSchema = z.object({
  d_model: z.number().int().positive(),
  encoder_attention_heads: z.number().int().positive(),
  encoder_layers: z.number().int().positive(),
  decoder_layers: z.number().int().positive(),
  vocab_size: z.number().int().positive(),
});

/** Text tokens come first, then <|endoftext|>, <|startoftranscript|>, one token a language, and the tasks. */
const END_OF_TEXT = 50257;
const FIRST_LANGUAGE = 50259;
const LANGUAGES = (
  'en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml ' +
  'cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am ' +
  'yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su'
).split(' ');

/**
 * Turns a multilingual Whisper in the layout of transformers.js, 8 bits (`read` gives its files), into the three files
 * of sherpa-onnx. The weights of the matrix products stay bit for bit. Same input, same bytes.
 */
export async function convertWhisper(
  name: string,
  read: (file: string) => Promise<Buffer>,
): Promise<{ encoder: Buffer; decoder: Buffer; tokens: Buffer }> {
  const json = async (file: string): Promise<unknown> => JSON.parse((await read(file)).toString());
  const config = configSchema.parse(await json('config.json'));
  const vocabulary = vocabularySchema.parse(await json('vocab.json'));
  const added = vocabularySchema.parse(await json('added_tokens.json'));
  const sizes: WhisperSizes = {
    width: config.d_model,
    heads: config.encoder_attention_heads,
    encoderLayers: config.encoder_layers,
    decoderLayers: config.decoder_layers,
    vocabulary: config.vocab_size,
  };
  const weights = readWhisperWeights({
    encoder: readOnnx(await read('onnx/encoder_model_quantized.onnx')),
    decoder: readOnnx(await read('onnx/decoder_model_merged_quantized.onnx')),
  });
  return {
    encoder: buildEncoder(weights, sizes, whisperMetadata(name, sizes, vocabulary, added)),
    decoder: buildDecoder(weights, sizes),
    tokens: Buffer.from(tokensFile(vocabulary)),
  };
}

/** What sherpa-onnx reads from the encoder (its csrc/offline-whisper-model.cc). */
export function whisperMetadata(
  name: string,
  sizes: WhisperSizes,
  vocabulary: Readonly<Record<string, number>>,
  added: Readonly<Record<string, number>>,
): Record<string, string | number> {
  const token = (text: string, table = added): number => {
    const id = table[text];
    if (id === undefined) throw new Error(`the vocabulary has no ${text}`);
    return id;
  };
  LANGUAGES.forEach((code, index) => {
    if (token(`<|${code}|>`) !== FIRST_LANGUAGE + index) throw new Error(`<|${code}|> is not where Whisper has it`);
  });
  const start = token('<|startoftranscript|>');
  return {
    model_type: `whisper-${name}`,
    version: 1,
    maintainer: 'sidetone',
    n_mels: 80,
    n_audio_ctx: 1500,
    n_audio_state: sizes.width,
    n_audio_head: sizes.heads,
    n_audio_layer: sizes.encoderLayers,
    n_vocab: sizes.vocabulary,
    n_text_ctx: 448,
    n_text_state: sizes.width,
    n_text_head: sizes.heads,
    n_text_layer: sizes.decoderLayers,
    sot_sequence: [start, FIRST_LANGUAGE, token('<|transcribe|>')].join(','),
    all_language_tokens: LANGUAGES.map((_, index) => FIRST_LANGUAGE + index).join(','),
    all_language_codes: LANGUAGES.join(','),
    sot: start,
    sot_index: 0,
    eot: END_OF_TEXT,
    blank_id: token('Ġ', vocabulary),
    is_multilingual: 1,
    no_speech: added['<|nocaptions|>'] ?? token('<|nospeech|>'),
    non_speech_tokens: '',
    transcribe: token('<|transcribe|>'),
    translate: token('<|translate|>'),
    sot_prev: token('<|startofprev|>'),
    sot_lm: token('<|startoflm|>'),
    no_timestamps: token('<|notimestamps|>'),
  };
}

/**
 * sherpa-onnx's list of tokens: base64 and number, a line each. The text stays in GPT-2's byte-level spelling, since
 * sherpa-onnx drops pieces of a character that are not valid UTF-8 alone; the careful ear turns it back into bytes.
 */
export function tokensFile(vocabulary: Readonly<Record<string, number>>): string {
  return Object.entries(vocabulary)
    .filter(([text, id]) => text !== '' && !text.startsWith('<|') && id < END_OF_TEXT)
    .sort(([, a], [, b]) => a - b)
    .map(([text, id]) => `${Buffer.from(text).toString('base64')} ${String(id)}\n`)
    .join('');
}
