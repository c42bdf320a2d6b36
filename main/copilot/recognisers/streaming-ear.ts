import { setImmediate } from 'node:timers/promises';
import { EAR_SAMPLE_RATE_HZ } from '../../../contracts/audio';
import type { RecogniserKind } from '../../../contracts/models';
import type { SpokenLanguage } from '../../../contracts/transcript';
import type { CarefulEar, Transcript } from '../careful-ear';
import { loadSherpa } from './sherpa';
import { sherpaConfig, type RecogniserFiles } from './sherpa-config';
import { readResult } from './sherpa-result';

/** The last words come out when as much sound as the model looks ahead has followed them: up to 0.7 s, and a chunk. */
const TAIL_SAMPLES = EAR_SAMPLE_RATE_HZ;

/**
 * A recogniser made to write while one speaks, given whole utterances as any other. sherpa-onnx decodes such streams on the calling thread only, so they are
 * decoded a chunk (a third to two thirds of a second of sound) at a time, and others have their turn between
 * (docs/adr/0006-streaming-recognisers.md).
 */
export async function loadStreamingEar(kind: RecogniserKind, files: RecogniserFiles): Promise<CarefulEar> {
  const { OnlineRecognizer } = loadSherpa();
  const recognizer = new OnlineRecognizer(sherpaConfig(kind, files, 'auto'));

  async function written(pcm: Float32Array, language: SpokenLanguage): Promise<Transcript> {
    const stream = recognizer.createStream();
    stream.acceptWaveform({ sampleRate: EAR_SAMPLE_RATE_HZ, samples: pcm });
    stream.acceptWaveform({ sampleRate: EAR_SAMPLE_RATE_HZ, samples: new Float32Array(TAIL_SAMPLES) });
    stream.inputFinished();
    while (recognizer.isReady(stream)) {
      recognizer.decode(stream);
      await setImmediate();
    }
    return readResult(recognizer.getResult(stream), { kind, language, samples: pcm.length });
  }

  return { transcribe: written };
}
