import { describe, expect, it } from 'vitest';
import { listen, wechat } from './fake-call';

/** Of 12.5 s of talk, that began at 640 ms, a draft holds the last 8: from 4.5 s on. `startMs`: of the keyword on the leg. */
async function draftOfTheEnd(startMs: number, text: string): Promise<string[]> {
  // The fast ear hears from 160 ms on.
  const call = listen({ hits: [{ ...wechat, startMs: startMs - 160, endMs: startMs + 240 }] });
  await call.give(20, false);
  // What is read of the keyword before is no verdict.
  let frames = 0;
  for (; call.asked.length === 0; frames += 1) await call.give(1, true);
  await call.answer('');
  await call.give(370 - frames, true);
  call.pipeline.wantCaptions('a', true);
  await call.give(1, true);
  expect(call.asked[0]?.seconds).toBe(8);
  expect(call.told()).toEqual(['keyword']);
  await call.answer(text);
  return call.told();
}

describe('a draft of the end of a long sentence', () => {
  const otherWords = '我们说了很多别的事情说了很久很久也没有说完';

  it('adds no word that its edge cuts through and the fast ear heard', async () => {
    const text = `微信${otherWords}`;
    expect(await draftOfTheEnd(4_300, text)).toEqual([`transcript-partial ${text}`]);
  });

  it('says nothing of a word at its edge, which was read with what came before it', async () => {
    expect(await draftOfTheEnd(4_300, otherWords)).toEqual([`transcript-partial ${otherWords}`]);
    expect(await draftOfTheEnd(4_700, otherWords)).toEqual([`transcript-partial ${otherWords}`]);
    const text = `信${otherWords}微信`;
    expect(await draftOfTheEnd(4_700, text)).toEqual([`transcript-partial ${text}`]);
  });

  it('takes back one in the middle of it that it does not hold', async () => {
    expect(await draftOfTheEnd(8_000, otherWords)).toEqual(['keyword-withdrawn', `transcript-partial ${otherWords}`]);
  });
});
