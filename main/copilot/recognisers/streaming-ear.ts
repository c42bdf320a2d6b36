import { setImmediate } from 'node:timers/promises';
import { EAR_SAMPLE_RATE_HZ } from '../../../contracts/audio';
import type { RecogniserKind } from '../../../contracts/models';
import type { SpokenLanguage } from '../../../contracts/transcript';
import type { CarefulEar, EarStream, Transcript } from '../careful-ear';
import { loadSherpa } from './sherpa';
import { sherpaConfig, type RecogniserFiles } from './sherpa-config';
import { readResult } from './sherpa-result';

/** The last words come out when as much sound as the model looks ahead has followed them: up to 0.7 s, and a chunk. */
const TAIL_SAMPLES = EAR_SAMPLE_RATE_HZ;

/**
 * A recogniser that writes while one speaks. sherpa-onnx decodes such streams on the calling thread only, so they are
 * decoded a chunk (a third to two thirds of a second of sound) at a time, and others have their turn between
 * (docs/adr/0006-streaming-recognisers.md).
 */
export async function loadStreamingEar(kind: RecogniserKind, files: RecogniserFiles): Promise<CarefulEar> {
  const { OnlineRecognizer } = loadSherpa();
  const recognizer = new OnlineRecognizer(sherpaConfig(kind, files, 'auto'));

  function listen(language: SpokenLanguage): EarStream {
    const stream = recognizer.createStream();
    let samples = 0;
    let last: Promise<unknown> = Promise.resolve();

    function accept(pcm: Float32Array): void {
      stream.acceptWaveform({ sampleRate: EAR_SAMPLE_RATE_HZ, samples: pcm });
    }
    async function written(): Promise<Transcript> {
      while (recognizer.isReady(stream)) {
        recognizer.decode(stream);
        await setImmediate();
      }
      return readResult(recognizer.getResult(stream), { kind, language, samples });
    }
    function inTurn(take: () => void): Promise<Transcript> {
      const result = last.then(() => {
        take();
        return written();
      });
      last = result.catch(() => undefined);
      return result;
    }

    return {
      push: (pcm) =>
        inTurn(() => {
          samples += pcm.length;
          accept(pcm);
        }),
      finish: () =>
        inTurn(() => {
          accept(new Float32Array(TAIL_SAMPLES));
          stream.inputFinished();
        }),
    };
  }

  return {
    stream: listen,
    async transcribe(pcm, language) {
      const stream = listen(language);
      await stream.push(pcm);
      return stream.finish();
    },
  };
}
