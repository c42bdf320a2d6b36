import { randomUUID } from 'node:crypto';
import type { Keyword, SpeechEvent } from '../../contracts/speech';
import type { Utterance } from './leg-listener';
import { findPhrase } from './transcript-match';

/**
 * What the careful ear's transcript means for the keywords of an utterance: each the fast ear heard is confirmed or
 * withdrawn, each it missed is added. An empty transcript is no verdict: the ear could not tell.
 */
export function judge(
  callId: string,
  utterance: Pick<Utterance, 'leg' | 'startMs' | 'endMs' | 'heard'>,
  keywords: readonly Keyword[],
  transcript: string,
): SpeechEvent[] {
  if (transcript.trim() === '') return [];
  const { leg, startMs, endMs } = utterance;
  const spokenMs = endMs - startMs;
  return keywords.flatMap(({ phrase }) => {
    const heard = utterance.heard.filter((keyword) => keyword.phrase === phrase);
    const written = findPhrase(phrase, transcript);
    const judged: SpeechEvent[] = heard.map((keyword, index) => {
      const match = written[index];
      return match
        ? { type: 'keyword-confirmed', ...keyword, ear: 'careful', score: Math.max(keyword.score, match.score) }
        : { type: 'keyword-withdrawn', ...keyword, ear: 'careful' };
    });
    const added: SpeechEvent[] = written.slice(heard.length).map(({ from, to, score }) => ({
      type: 'keyword',
      callId,
      leg,
      id: randomUUID(),
      phrase,
      // A transcript has no times: the place among the characters stands for the place in time.
      startMs: startMs + from * spokenMs,
      endMs: startMs + to * spokenMs,
      score,
      ear: 'careful',
      confirmed: true,
    }));
    return [...judged, ...added];
  });
}
