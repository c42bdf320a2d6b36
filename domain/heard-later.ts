import type { SpeechEvent } from '../contracts/speech';

/** What the ears heard in a later part of a call, on the clock of its first part and under the call's own name. */
export function heardLater(event: SpeechEvent, callId: string, sinceMs: number): SpeechEvent {
  switch (event.type) {
    case 'load':
      return { ...event, callId };
    case 'speech-start':
      return { ...event, callId, startMs: event.startMs + sinceMs };
    case 'gap':
      return { ...event, callId, atMs: event.atMs + sinceMs };
    case 'transcript': {
      const later = { ...event, callId, startMs: event.startMs + sinceMs, endMs: event.endMs + sinceMs };
      if (!event.words) return later;
      const words = event.words.map(({ text, startMs, endMs }) => ({
        text,
        startMs: startMs + sinceMs,
        endMs: endMs + sinceMs,
      }));
      return { ...later, words };
    }
    default:
      return { ...event, callId, startMs: event.startMs + sinceMs, endMs: event.endMs + sinceMs };
  }
}
