import type { Leg } from '../../contracts/audio';
import { SidetoneError, type Failure } from '../../contracts/errors';
import type { Keyword, SpeechEvent } from '../../contracts/speech';
import { adviseThreshold, hoursToVouchFor, type ThresholdAdvice } from '../../domain/keyword-tuning/false-alarms';
import type { FastEar } from './fast-ear';
import { createEarsPipeline } from './pipeline';
import { playFile } from './play-file';
import type { VoiceDetector } from './voice-detector';

export interface FalseAlarm {
  file: string;
  leg: Leg;
  phrase: string;
  startMs: number;
  endMs: number;
  score: number;
}

export interface PhraseTuning extends ThresholdAdvice {
  phrase: string;
  /** False alarms at the lowest threshold looked at. */
  heardFalsely: number;
}

export interface Tuning {
  /** For the cue book's key of the same name. */
  thresholds: Record<string, number>;
  faPerHour: number;
  lowest: number;
  /** Of audio, each leg by itself. */
  hours: number;
  speechHours: number;
  /** So many hours in which a phrase never rings would vouch for the budget. */
  hoursToVouch: number;
  phrases: PhraseTuning[];
  /** What the fast ear does not listen for, and why. */
  notHeard: { phrase: string; why: string }[];
  /** False alarms of all phrases at these thresholds, by the last hearing. */
  together: number;
  falseAlarms: FalseAlarm[];
}

export interface TuningOptions {
  vad: VoiceDetector;
  fastEar: FastEar;
  keywords: readonly Keyword[];
  files: readonly string[];
  faPerHour: number;
  lowest: number;
  /** A file that cannot be read is left out. */
  skipped: (file: string, error: unknown) => void;
}

/** After so many hearings the thresholds stand as they are. */
const MOST_HEARINGS = 5;

/** Hears recordings in which no phrase is said; throws SidetoneError `not-audio` when there is no audio in them. */
export async function tuneKeywords(options: TuningOptions): Promise<Tuning> {
  const { keywords, fastEar, faPerHour, lowest } = options;
  const notHeard = keywords.flatMap(({ phrase }) => {
    const why = fastEar.deafTo(phrase);
    return why === null ? [] : [{ phrase, why }];
  });
  const heard = keywords.filter(({ phrase }) => !notHeard.some((no) => no.phrase === phrase));
  if (heard.length === 0) {
    const reasons = notHeard.map(({ phrase, why }) => `"${phrase}": ${why}`).join('; ');
    throw new SidetoneError('keywords-invalid', `The fast ear can listen for none of the phrases. ${reasons}.`);
  }
  const at = (thresholds: ReadonlyMap<string, number>) =>
    heard.map((keyword) => ({ ...keyword, threshold: thresholds.get(keyword.phrase) ?? lowest }));
  const first = await hearAll(options, at(new Map()));
  const hours = first.audioSeconds / 3600;
  if (hours === 0) throw new SidetoneError('not-audio', 'There is no audio in the recordings.');
  let last = first;
  let phrases = advise(heard, first.alarms, hours, faPerHour, () => lowest);
  // What scores low may hide what comes right after it, so the thresholds are tried until none need rise further.
  for (let tries = 0; tries < MOST_HEARINGS; tries += 1) {
    const thresholds = new Map(phrases.map(({ phrase, threshold }) => [phrase, threshold]));
    last = await hearAll({ ...options, files: first.files }, at(thresholds));
    phrases = advise(heard, last.alarms, hours, faPerHour, (phrase) => thresholds.get(phrase) ?? lowest);
    if (phrases.every(({ phrase, threshold }) => threshold === thresholds.get(phrase))) break;
  }
  const heardFalsely = (phrase: string) => first.alarms.filter((alarm) => alarm.phrase === phrase).length;
  return {
    thresholds: Object.fromEntries(phrases.map(({ phrase, threshold }) => [phrase, threshold])),
    faPerHour,
    lowest,
    hours,
    speechHours: first.speechSeconds / 3600,
    hoursToVouch: hoursToVouchFor(faPerHour),
    phrases: phrases.map((advice) => ({ ...advice, heardFalsely: heardFalsely(advice.phrase) })),
    notHeard,
    together: last.alarms.length,
    falseAlarms: first.alarms,
  };
}

/** The advice for each phrase, those with the highest threshold first. */
function advise(
  keywords: readonly Keyword[],
  alarms: readonly FalseAlarm[],
  hours: number,
  perHour: number,
  lowestOf: (phrase: string) => number,
) {
  return keywords
    .map(({ phrase }) => {
      const scores = alarms.filter((alarm) => alarm.phrase === phrase).map(({ score }) => score);
      return { phrase, ...adviseThreshold(scores, { hours, perHour, lowest: lowestOf(phrase) }) };
    })
    .sort((a, b) => b.threshold - a.threshold);
}

async function hearAll({ vad, fastEar, files, skipped }: TuningOptions, keywords: readonly Keyword[]) {
  const alarms: FalseAlarm[] = [];
  const heard: string[] = [];
  let speechMs = 0;
  let audioSeconds = 0;
  for (const file of files) {
    const events: SpeechEvent[] = [];
    const troubles: Failure[] = [];
    const pipeline = createEarsPipeline({
      vad,
      // A threshold is set by the best that a word scores, not by what it had scored when it rang.
      fastEar: { ...fastEar, listen: (phrases, memory) => fastEar.listen(phrases, memory, 'settled') },
      emit: (event) => events.push(event),
      trouble: (failure) => troubles.push(failure),
    });
    try {
      const { seconds, legs } = await playFile(pipeline, file, { customerChannel: 0, language: 'zh', keywords });
      const [trouble] = troubles;
      if (trouble) throw new SidetoneError(trouble.code, trouble.message);
      audioSeconds += seconds * legs;
    } catch (error) {
      skipped(file, error);
      continue;
    }
    heard.push(file);
    for (const event of events) {
      if (event.type === 'speech-end') speechMs += event.endMs - event.startMs;
      if (event.type !== 'keyword') continue;
      const { leg, phrase, startMs, endMs, score } = event;
      alarms.push({ file, leg, phrase, startMs, endMs, score });
    }
  }
  return { alarms, files: heard, audioSeconds, speechSeconds: speechMs / 1000 };
}
