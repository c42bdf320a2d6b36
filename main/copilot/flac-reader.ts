import type { FileHandle } from 'node:fs/promises';
import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { SidetoneError } from '../../contracts/errors';
import type { AudioSource } from './wav-reader';

/** Lends what a FLAC file holds to `use`. Throws SidetoneError `not-audio`, and whatever `use` throws. */
export async function useFlac<Result>(handle: FileHandle, name: string, use: (source: AudioSource) => Promise<Result>) {
  const decoder = new FLACDecoder();
  await decoder.ready;
  try {
    const blocks = decodeFlac(handle, decoder);
    // Rate and channels are known with the first decoded block.
    const first = await blocks.next().catch((error: unknown) => {
      throw new SidetoneError('not-audio', `${name} is damaged: its audio cannot be decoded.`, { cause: error });
    });
    if (first.done) throw new SidetoneError('not-audio', `${name} is damaged: there is no audio in it.`);
    const { sampleRateHz, channels } = first.value;
    return await use({
      sampleRateHz,
      channelCount: channels.length,
      async *blocks() {
        yield channels;
        for await (const next of blocks) yield next.channels;
      },
    });
  } finally {
    decoder.free();
  }
}

async function* decodeFlac(
  handle: FileHandle,
  decoder: FLACDecoder,
): AsyncGenerator<{ sampleRateHz: number; channels: Float32Array[] }> {
  for await (const bytes of handle.createReadStream({ start: 0, autoClose: false, highWaterMark: 65_536 })) {
    if (!(bytes instanceof Uint8Array)) continue;
    const { channelData, samplesDecoded, sampleRate } = await decoder.decode(bytes);
    if (samplesDecoded > 0) yield { sampleRateHz: sampleRate, channels: channelData };
  }
  const { channelData, samplesDecoded, sampleRate } = await decoder.flush();
  if (samplesDecoded > 0) yield { sampleRateHz: sampleRate, channels: channelData };
}
