import type { DeskModel, ModelMeasurement } from '../../../contracts/models';
import type { ModelManagerView } from '../model';

function measured(
  realTimeFactor: number,
  megabytes: number,
  loadMs: number,
  zh: number,
  en?: number,
): ModelMeasurement {
  const heardShare = en === undefined ? { zh } : { zh, en };
  return {
    ...{ measuredAt: '2026-11-28T09:00:00.000Z', audioMs: 13_800, realTimeFactor, loadMs, heardShare },
    memoryBytes: megabytes * 1e6,
  };
}

function model(
  name: string,
  role: DeskModel['role'],
  title: string,
  megabytes: number,
  facts: Partial<DeskModel>,
): DeskModel {
  return {
    ...{ name, role, title, bytes: Math.round(megabytes * 1e6), state: 'found', message: '', verified: true },
    ...{ imported: false, inUse: false, previous: false, measured: null },
    ...facts,
  };
}

/** A desk with a choice of careful ears: one fetched now, one brought and too slow, one that would not load. */
export function modelManager(): ModelManagerView {
  return {
    models: [
      model('silero-vad', 'vad', 'Silero VAD v5', 2.3, { inUse: true, measured: measured(0.018, 40, 373, 0.79, 0.74) }),
      model('fsmn-ctc-kws-zh', 'fast-ear', 'FSMN-CTC keyword spotting, Mandarin', 3.1, {
        inUse: true,
        measured: measured(0.02, 69, 200, 1),
      }),
      model('whisper-base', 'careful-ear', 'Whisper base, multilingual, int8', 80.3, {
        inUse: true,
        measured: measured(0.09, 354, 1081, 0.97, 1),
      }),
      model('whisper-small', 'careful-ear', 'Whisper small, multilingual, int8', 254.2, {
        ...{ state: 'missing', verified: false },
      }),
      model('our-whisper', 'careful-ear', 'our-whisper', 488.1, {
        ...{ imported: true, verified: false, previous: true, measured: measured(1.18, 1831, 2963, 1, 0.98) },
      }),
      model('our-keywords', 'fast-ear', 'our-keywords', 3.4, { imported: true, verified: false }),
    ],
    work: { kind: 'fetch', name: 'whisper-small', doneBytes: 104_857_600, totalBytes: 254_244_212 },
    trouble: {
      ...{ code: 'model-wrong-kind', name: 'our-keywords' },
      message: 'The engine ended with code 255 while it loaded the model: another kind of model, or a damaged one.',
    },
    outcomes: [{ folder: '/media/stick/our-whisper', name: 'our-whisper', verified: false, failure: null }],
    switchWaits: true,
  };
}
