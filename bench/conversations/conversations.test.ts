import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random';
import { Lines, assemble } from './assemble';
import { rootMeanSquare, withLoss, withNoise } from './conditions';
import { readConversations, type Conversation } from './script';

const ones = (length: number, value = 0.5) => new Float32Array(length).fill(value);
const conversation = (turns: Conversation['turns']): Conversation => ({
  id: 'x',
  language: 'zh',
  voices: { agent: 'a', customer: 'c' },
  turns,
  expect: {},
});

describe('assembling a call', () => {
  const lines = { said: (_line: unknown, voice: string) => Promise.resolve(ones(1_600, voice === 'a' ? 0.1 : 0.2)) };

  it('lets one speak while the other is silent, with a pause between', async () => {
    const legs = await assemble(
      conversation([
        ['agent', 'one'],
        ['customer', 'two'],
      ]),
      lines,
    );
    expect(legs.agent.length).toBe(legs.customer.length);
    expect(legs.agent.indexOf(Math.fround(0.1))).toBe(11_200);
    expect(legs.customer.indexOf(Math.fround(0.2))).toBe(11_200 + 1_600 + 11_200);
    expect(legs.agent.some((sample, at) => sample !== 0 && legs.customer[at] !== 0)).toBe(false);
  });

  it('lets a turn begin before the other has finished', async () => {
    const legs = await assemble(
      conversation([
        ['agent', 'one'],
        ['customer', 'two', -50],
      ]),
      lines,
    );
    expect(legs.customer.indexOf(Math.fround(0.2))).toBe(11_200 + 1_600 - 800);
  });
});

describe('the lines', () => {
  it('are there for every turn of every labelled call', async () => {
    const lines = await Lines.open(null);
    for (const { turns, voices } of [...(await readConversations('zh')), ...(await readConversations('en'))]) {
      for (const [leg, line] of turns) {
        expect((await lines.said(line, voices[leg])).length).toBeGreaterThan(8_000);
      }
    }
  });

  it('say which one is missing', async () => {
    const lines = await Lines.open(null);
    await expect(lines.said('没有这一句', 'zm_yunxi')).rejects.toMatchObject({ code: 'voice-missing' });
    await expect(lines.said({ clip: 'zh/a.wav' }, 'zm_yunxi')).rejects.toMatchObject({ code: 'voice-missing' });
  });
});

describe('conditions', () => {
  const speech = Float32Array.from({ length: 16_000 * 60 }, (_, at) => 0.3 * Math.sin(at / 5));

  it('add noise at the ratio asked for', () => {
    const noise = Float32Array.from({ length: 16_000 }, (_, at) => 0.01 * Math.sin(at / 3));
    const added = withNoise(speech, noise, 10).map((sample, at) => sample - (speech[at] ?? 0));
    const ratioDb = 20 * Math.log10(rootMeanSquare(speech) / rootMeanSquare(added));
    expect(ratioDb).toBeCloseTo(10, 1);
  });

  it('lose one packet in twenty, the same ones for the same seed', () => {
    const lossy = withLoss(speech, seededRandom(1));
    const packets = speech.length / 320;
    let lost = 0;
    for (let packet = 1; packet < packets; packet += 1) {
      if (lossy[packet * 320 + 7] !== speech[packet * 320 + 7]) lost += 1;
    }
    expect(lost / packets).toBeGreaterThan(0.035);
    expect(lost / packets).toBeLessThan(0.065);
    expect(withLoss(speech, seededRandom(1))).toEqual(lossy);
  });
});
