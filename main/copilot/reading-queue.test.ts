import { describe, expect, it } from 'vitest';
import type { CarefulEar, Transcript } from './careful-ear';
import { ReadingQueue } from './reading-queue';

/** Reads when told to; remembers what it was given by the number of samples. */
function slowEar() {
  const begun: number[] = [];
  const answers: ((text: string) => void)[] = [];
  const ear: CarefulEar = {
    transcribe(pcm) {
      begun.push(pcm.length);
      return new Promise<Transcript>((resolve) => answers.push((text) => resolve({ text })));
    },
  };
  return { ear, begun, answer: (text: string) => answers.shift()?.(text) };
}

const reads = (samples: number) => (ear: CarefulEar) => ear.transcribe(new Float32Array(samples), 'zh');

describe('the queue of the recogniser', () => {
  it('reads one at a time, in turn', async () => {
    const { ear, begun, answer } = slowEar();
    const queue = new ReadingQueue(ear, { now: () => 0, deadlineMs: 10 });
    expect(queue.idle).toBe(true);
    const [first, second] = [queue.read(reads(1)), queue.read(reads(2))];
    expect([begun, queue.idle]).toEqual([[1], false]);
    answer('一');
    expect(await first.result).toEqual({ text: '一' });
    await Promise.resolve();
    expect(begun).toEqual([1, 2]);
    answer('二');
    expect(await second.result).toEqual({ text: '二' });
  });

  it('passes over what has waited too long, and reads what is left', async () => {
    let atMs = 0;
    const { ear, begun, answer } = slowEar();
    const queue = new ReadingQueue(ear, { now: () => atMs, deadlineMs: 10_000 });
    const first = queue.read(reads(1));
    const old = queue.read(reads(2));
    atMs = 6_000;
    const young = queue.read(reads(3));
    atMs = 10_001;
    answer('一');
    await first.result;
    expect(await old.result).toBe('late');
    expect(begun).toEqual([1, 3]);
    answer('三');
    expect(await young.result).toEqual({ text: '三' });
  });

  it('without a deadline reads everything', async () => {
    let atMs = 0;
    const { ear, answer } = slowEar();
    const queue = new ReadingQueue(ear, { now: () => atMs, deadlineMs: null });
    const [first, second] = [queue.read(reads(1)), queue.read(reads(2))];
    atMs = 1e9;
    answer('一');
    await first.result;
    await Promise.resolve();
    answer('二');
    expect(await second.result).toEqual({ text: '二' });
  });

  it('lets go of what waits, and not of what is being read', async () => {
    const { ear, begun, answer } = slowEar();
    const queue = new ReadingQueue(ear, { now: () => 0, deadlineMs: null });
    const [first, second] = [queue.read(reads(1)), queue.read(reads(2))];
    expect([first.cancel(), second.cancel()]).toEqual([false, true]);
    expect(await second.result).toBe('cancelled');
    answer('一');
    expect(await first.result).toEqual({ text: '一' });
    expect(begun).toEqual([1]);
  });

  it('goes on after a failure, and rests as long as it worked', async () => {
    let atMs = 0;
    const queue = new ReadingQueue(
      {
        transcribe: async () => {
          atMs += 400;
          throw new Error('broken');
        },
      },
      { now: () => atMs, deadlineMs: null },
    );
    await expect(queue.read(reads(1)).result).rejects.toThrow('broken');
    await expect.poll(() => queue.idle).toBe(true);
    expect(queue.rested).toBe(false);
    atMs += 400;
    expect(queue.rested).toBe(true);
  });
});
