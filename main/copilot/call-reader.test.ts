import { describe, expect, it } from 'vitest';
import { FRAME_SAMPLES } from '../../contracts/audio';
import { listen, wechat } from './fake-call';

describe('while an utterance is spoken', () => {
  it('a keyword is read a little after it was said, and confirmed as a draft until the end is read', async () => {
    const call = listen();
    await call.give(20, false);
    await call.give(60, true);
    expect(call.asked).toHaveLength(1);
    await call.answer('加个微信');
    expect(call.told()).toEqual(['keyword', 'draft keyword-confirmed', 'transcript-partial 加个微信']);
    await call.give(20, false);
    await call.answer('加个微信吧');
    await call.pipeline.endCall('a');
    expect(call.told()).toEqual(['transcript 加个微信吧', 'keyword-confirmed']);
  });

  it('what a draft confirmed is confirmed when nobody can read the whole of it, or nothing can be made of it', async () => {
    for (const answer of ['fail', '']) {
      const call = listen();
      await call.give(20, false);
      await call.give(60, true);
      await call.answer('加个微信');
      expect(call.told()).toContain('draft keyword-confirmed');
      await call.give(20, false);
      if (answer === 'fail') await call.fail();
      else await call.answer(answer);
      await call.pipeline.endCall('a');
      expect(call.told()).toContain('keyword-confirmed');
    }
  });

  it('a keyword that is not there is withdrawn before the end, and stands again if it is written then', async () => {
    const call = listen();
    await call.give(20, false);
    await call.give(60, true);
    await call.answer('我不知道');
    expect(call.told()).toEqual(['keyword', 'keyword-withdrawn', 'transcript-partial 我不知道']);
    await call.give(20, false);
    await call.answer('我不知道微信');
    await call.pipeline.endCall('a');
    expect(call.told()).toEqual(['transcript 我不知道微信', 'keyword-confirmed']);
  });

  it('a keyword at the very end of what was read is not withdrawn for it', async () => {
    const call = listen({
      hits: [
        { ...wechat, startMs: 600, endMs: 900 },
        { ...wechat, phrase: '优惠', startMs: 1500, endMs: 1700 },
      ],
    });
    await call.give(20, false);
    await call.give(45, true);
    await call.answer('我不知道');
    expect(call.told()).toEqual(['keyword', 'keyword', 'keyword-withdrawn', 'transcript-partial 我不知道']);
    await call.give(20, false);
    await call.answer('我不知道');
    await call.pipeline.endCall('a');
    expect(call.told()).toEqual(['transcript 我不知道', 'keyword-withdrawn']);
  });

  it('what only the careful ear heard is told at once, and taken back if it is not written in the end', async () => {
    const call = listen();
    await call.give(20, false);
    await call.give(60, true);
    await call.answer('微信有优惠');
    expect(call.told()).toEqual([
      ...['keyword', 'draft keyword-confirmed', 'draft keyword'],
      'transcript-partial 微信有优惠',
    ]);
    await call.give(20, false);
    await call.answer('微信有会员');
    await call.pipeline.endCall('a');
    expect(call.told()).toEqual(['transcript 微信有会员', 'keyword-confirmed', 'keyword-withdrawn']);
  });

  it('a keyword that begins before the voice is sure of itself is no second one', async () => {
    // The voice is sure from 640 ms on; the fast ear hears from 160 ms.
    const call = listen({ hits: [{ ...wechat, startMs: 400, endMs: 900 }] });
    await call.give(20, false);
    await call.give(60, true);
    await call.answer('微信是多少');
    expect(call.told()).toEqual(['keyword', 'draft keyword-confirmed', 'transcript-partial 微信是多少']);
    await call.give(20, false);
    await call.answer('微信是多少');
    await call.pipeline.endCall('a');
    expect(call.told()).toEqual(['transcript 微信是多少', 'keyword-confirmed']);
  });

  it('nor is one that only the careful ear heard there', async () => {
    const word = { text: '微信', startMs: 300, endMs: 700 };
    const call = listen({ hits: [] });
    call.pipeline.wantCaptions('a', true);
    await call.give(20, false);
    await call.give(60, true);
    await call.answer('微信', [word]);
    expect(call.told()).toEqual(['draft keyword', 'transcript-partial 微信']);
    await call.give(20, false);
    await call.answer('微信', [word]);
    await call.pipeline.endCall('a');
    expect(call.told()).toEqual(['transcript 微信', 'keyword-confirmed']);
  });

  it('a pause is read at once, and once: it was the end', async () => {
    const call = listen({ hits: [] });
    await call.give(20, false);
    await call.give(30, true);
    await call.give(8, false);
    expect(call.asked).toHaveLength(0);
    await call.give(1, false);
    expect(call.asked).toHaveLength(1);
    await call.give(20, false);
    await call.answer('你好');
    await call.pipeline.endCall('a');
    expect(call.asked).toHaveLength(0);
    expect(call.told()).toEqual(['transcript 你好']);
  });

  it('a pause that was not the end is a draft, and one that was not read yet is let go', async () => {
    const call = listen({ hits: [] });
    await call.give(20, false);
    for (let times = 0; times < 3; times += 1) {
      await call.give(30, true);
      await call.give(10, false);
    }
    // The first is being read, the second was let go for the third.
    await call.answer('你好');
    expect(call.told()).toEqual(['transcript-partial 你好']);
    await call.give(20, false);
    expect(call.asked).toHaveLength(1);
    await call.answer('你好我想问');
    await call.pipeline.endCall('a');
    expect(call.told()).toEqual(['transcript 你好我想问']);
  });

  it('is read now and then where somebody reads along, and only there', async () => {
    const call = listen({ hits: [] });
    await call.give(20, false);
    await call.give(100, true);
    expect(call.asked).toHaveLength(0);
    call.pipeline.wantCaptions('a', true);
    await call.give(2, true);
    expect(call.asked).toHaveLength(1);
    // Busy: the next has to wait.
    await call.give(100, true);
    expect(call.asked).toHaveLength(1);
    await call.answer('第一句');
    await call.give(200, true);
    expect(call.asked).toHaveLength(1);
    await call.answer('第一句然后');
    expect(call.told()).toEqual(['transcript-partial 第一句', 'transcript-partial 第一句然后']);
  });

  it('is read now and then where only the careful ear can hear the keywords', async () => {
    const call = listen({ hits: [], words: [{ phrase: 'too expensive', threshold: 0.15 }] });
    await call.give(20, false);
    await call.give(70, true);
    expect(call.asked).toHaveLength(1);
    await call.answer('it is too expensive');
    expect(call.told()).toEqual(['draft keyword', 'transcript-partial it is too expensive']);
  });

  it('of a long one a draft holds the end', async () => {
    const call = listen({ hits: [] });
    await call.give(20, false);
    await call.give(370, true);
    call.pipeline.wantCaptions('a', true);
    await call.give(1, true);
    expect(call.asked[0]?.seconds).toBe(8);
  });

  it('is not read where audio is a file', async () => {
    const call = listen({ live: false });
    await call.give(20, false);
    await call.give(100, true);
    await call.give(10, false);
    expect(call.asked).toHaveLength(0);
    await call.give(20, false);
    expect(call.asked).toHaveLength(1);
  });
});

describe('an utterance that is over', () => {
  it('is given to the recogniser with 288 ms of quiet after it, whether it was read at its pause or later', async () => {
    const seconds: number[] = [];
    for (const live of [true, false]) {
      const call = listen({ hits: [], live });
      await call.give(20, false);
      await call.give(30, true);
      await call.give(20, false);
      seconds.push(call.asked[0]?.seconds ?? NaN);
    }
    // 15 frames before the voice, 30 of it, 9 after it.
    expect(seconds).toEqual(Array(2).fill((54 * FRAME_SAMPLES) / 16_000));
  });

  it('that waits too long is told as unread, and those after it are read', async () => {
    const call = listen({ hits: [] });
    await call.give(20, false);
    await call.give(30, true);
    await call.give(20, false);
    await call.give(30, true);
    await call.give(20, false);
    call.at(20_000);
    await call.give(30, true);
    await call.give(20, false);
    await call.answer('一');
    await call.answer('三');
    await call.pipeline.endCall('a');
    expect(call.told()).toEqual(['transcript 一', 'unread', 'transcript 三']);
  });

  it('and waits too long in noise leaves its keywords as the fast ear heard them', async () => {
    const call = listen({ noise: true });
    await call.give(20, false);
    await call.give(20, true);
    await call.give(40, false);
    expect([call.asked.length, call.told()]).toEqual([1, []]);
    await call.give(20, true);
    await call.give(20, false);
    call.at(20_000);
    await call.answer('一');
    await call.pipeline.endCall('a');
    expect(call.told()).toEqual(['transcript 一', 'keyword', 'unread']);
  });

  it('on a desk that fell behind in the middle of it keeps its keywords, and shows no half sentence', async () => {
    const call = listen({ noise: true });
    await call.give(20, false);
    await call.give(60, true);
    await call.answer('我不知道');
    expect(call.told()).toEqual(['transcript-partial 我不知道']);
    await call.flood();
    await call.give(20, false);
    await call.pipeline.endCall('a');
    expect(call.asked).toHaveLength(0);
    expect(call.told()).toEqual(['keyword', 'transcript-partial ']);
  });

  it('is read anew when the recogniser failed at its pause, and the failure is told once', async () => {
    const call = listen({ hits: [] });
    await call.give(20, false);
    await call.give(30, true);
    await call.give(10, false);
    await call.fail();
    await call.give(20, false);
    await call.answer('你好');
    await call.pipeline.endCall('a');
    expect([call.told(), call.troubles]).toEqual([['transcript 你好'], ['ear-broken']]);
  });

  it('that the recogniser fails on leaves its keywords as the fast ear heard them, and is told once', async () => {
    const call = listen({ noise: true });
    await call.give(20, false);
    await call.give(20, true);
    await call.give(20, false);
    await call.fail();
    await call.pipeline.endCall('a');
    expect([call.told(), call.troubles]).toEqual([['keyword'], ['ear-broken']]);
  });
});
