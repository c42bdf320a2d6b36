import { expect, it } from 'vitest';
import type { SpeechEvent } from '../../contracts/speech';
import { CallReader } from './call-reader';
import type { HeardKeyword, Utterance } from './leg-listener';
import { ReadingQueue } from './reading-queue';

const stop: HeardKeyword = {
  ...{ callId: 'a', leg: 'customer', id: 'k1', phrase: '别再打', score: 0.9, ear: 'fast' },
  ...{ startMs: 19_000, endMs: 19_800 },
};

/** A word just before a cut, in the parts before and behind it. */
async function read(held: boolean) {
  const told: string[] = [];
  const queue = new ReadingQueue(
    { transcribe: () => Promise.resolve({ text: '别再打电话了' }) },
    { now: () => 0, deadlineMs: null },
  );
  const reader = new CallReader({
    ...{ callId: 'a', spokenLanguage: 'zh', keywords: [{ phrase: '别再打', threshold: 0.15 }] },
    queue: () => queue,
    cleaned: (pcm) => Promise.resolve(pcm),
    wantsDrafts: () => false,
    emit: (event: SpeechEvent) => {
      if ('phrase' in event) told.push(`${event.type}${'confirmed' in event ? ` ${String(event.confirmed)}` : ''}`);
    },
    failed: (error) => {
      throw error;
    },
  });
  const part = (startMs: number, overlapMs: Utterance['overlapMs']): Utterance => ({
    ...{ leg: 'customer', pcm: new Float32Array(16_000), pcmStartMs: startMs, startMs, endMs: startMs + 20_000 },
    ...{ voicedMs: 20_000, heard: held ? [] : [stop], held: held ? [stop] : [], overlapMs },
  });
  reader.finished(part(0, { before: 0, after: 480 }));
  await reader.settled();
  return { reader, told, next: part(20_000, { before: 480, after: 0 }) };
}

it('a word confirmed before a cut stands when music follows', async () => {
  const { reader, told, next } = await read(false);
  reader.noSpeech(next);
  expect(told).toEqual(['keyword-confirmed']);
});

it('a word that was held back in noise is told once, by the part before the cut', async () => {
  for (const then of ['read', 'passed over']) {
    const { reader, told, next } = await read(true);
    if (then === 'read') reader.finished(next);
    else reader.passedOver(next);
    await reader.settled();
    expect(told).toEqual(['keyword true']);
  }
});
