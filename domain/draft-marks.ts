import { assertNever } from '../contracts/errors';
import type { VoiceLine } from '../contracts/emotion';
import type { TimelineEntry } from '../contracts/records';
import type { SpeechEvent } from '../contracts/speech';
import type { TranscriptLine } from '../contracts/transcript';
import type { RecordingFacts } from '../contracts/recording';
import type { CallDraft, DraftEvent } from './record-builder';

/** The contract allows 5,000 marks; speech stops earlier, so that what an agent did is never crowded out. */
const MAX_TIMELINE = 5000;
const MAX_TIMELINE_OF_SPEECH = 4500;
const MAX_TRANSCRIPT_LINES = 2000;

/** What was said and heard, by the ears' clock, on the call's timeline. */
export function withSpeech(draft: CallDraft, event: SpeechEvent): CallDraft {
  switch (event.type) {
    case 'speech-start':
      return { ...draft, speakingSinceMs: { ...draft.speakingSinceMs, [event.leg]: event.startMs } };
    case 'speech-end':
      return withUtterance(draft, event.leg, event.startMs, event.endMs);
    case 'keyword':
    case 'keyword-confirmed':
    case 'keyword-withdrawn': {
      const confirmed =
        event.type === 'keyword-confirmed' || (event.type === 'keyword' && event.confirmed && !event.draft);
      // It is told again when the sentence is over.
      if (event.type === 'keyword-confirmed' && event.draft) return draft;
      const outcome = event.type === 'keyword-withdrawn' ? 'withdrawn' : confirmed ? 'confirmed' : 'heard';
      const { leg, phrase, score } = event;
      return mark(draft, { type: 'keyword', atMs: audioAtMs(draft, event.endMs), leg, phrase, score, outcome });
    }
    case 'gap': {
      const lostFrames = draft.speech.lostFrames + event.lostFrames;
      const atMs = audioAtMs(draft, event.atMs);
      const next = { ...draft, speech: { ...draft.speech, lostFrames } };
      return mark(next, { type: 'gap', atMs, leg: event.leg, lostFrames: event.lostFrames });
    }
    case 'load':
    case 'digits':
    case 'transcript-partial':
    case 'unread':
      return draft;
    case 'transcript':
      return withLine(draft, event);
    case 'voice':
      return withVoice(draft, event);
    default:
      return assertNever(event);
  }
}

function withLine(draft: CallDraft, { leg, startMs, endMs, text }: TranscriptLine): CallDraft {
  const lines = draft.transcript ?? [];
  if (lines.length >= MAX_TRANSCRIPT_LINES) return draft;
  const line = { leg, startMs: audioAtMs(draft, startMs), endMs: audioAtMs(draft, endMs), text };
  return { ...draft, transcript: [...lines, line] };
}

function withVoice(draft: CallDraft, { leg, startMs, endMs, levelDb, pitchHz }: VoiceLine): CallDraft {
  const voices = draft.voices ?? [];
  if (voices.length >= MAX_TRANSCRIPT_LINES) return draft;
  const line = { leg, startMs: audioAtMs(draft, startMs), endMs: audioAtMs(draft, endMs), levelDb, pitchHz };
  return { ...draft, voices: [...voices, line] };
}

export function withUtterance(draft: CallDraft, leg: 'agent' | 'customer', startMs: number, endMs: number): CallDraft {
  const atMs = audioAtMs(draft, startMs);
  // The end of the call cut this one off already; the ears know better when it ended.
  const cut =
    draft.ended && draft.timeline.find((entry) => entry.type === 'speech' && entry.leg === leg && entry.atMs === atMs);
  const cutMs = cut?.type === 'speech' ? cut.endMs - cut.atMs : 0;
  const key = leg === 'agent' ? 'agentMs' : 'customerMs';
  const speech = { ...draft.speech, [key]: Math.max(0, draft.speech[key] - cutMs) + Math.max(0, endMs - startMs) };
  const timeline = cut ? draft.timeline.filter((entry) => entry !== cut) : draft.timeline;
  const next = { ...draft, speech, timeline, speakingSinceMs: { ...draft.speakingSinceMs, [leg]: null } };
  return mark(next, { type: 'speech', atMs, endMs: audioAtMs(draft, endMs), leg });
}

export function mark(draft: CallDraft, entry: TimelineEntry): CallDraft {
  const ofSpeech = entry.type === 'speech' || entry.type === 'gap' || entry.type === 'keyword';
  if (draft.timeline.length >= (ofSpeech ? MAX_TIMELINE_OF_SPEECH : MAX_TIMELINE)) return draft;
  return { ...draft, timeline: [...draft.timeline, entry] };
}

/** What is known of the recording; of one that went on after a crash, where its first part lies. */
export function recordingFacts(
  draft: CallDraft,
  { fromAudioMs, missingAudio, durationMs, bytes }: Extract<DraftEvent, { type: 'recording-facts' }>,
): RecordingFacts {
  const fromMs = audioAtMs(draft, fromAudioMs);
  const missing = missingAudio.map((gap) => ({
    fromMs: audioAtMs(draft, gap.fromMs),
    toMs: audioAtMs(draft, gap.toMs),
  }));
  const now = { fromMs, durationMs, bytes, ...(missing.length > 0 ? { missing } : {}) };
  const first = draft.recording;
  if (!first || first.fromMs >= fromMs) return now;
  return { ...first, durationMs, bytes };
}

/** ms on the ears' clock → ms since the call began. */
export function audioAtMs(draft: CallDraft, heardAtMs: number): number {
  return (draft.audioStartedAtMs ?? draft.answeredAtMs ?? 0) + heardAtMs;
}

/** The account and the team of a call; absent where there is nothing to tell apart. */
export function whoseCall({ agentAccount, team }: Pick<CallDraft, 'agentAccount' | 'team'>) {
  return { ...(agentAccount === undefined ? {} : { agentAccount }), ...(team === undefined ? {} : { team }) };
}
