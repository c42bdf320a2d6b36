import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cueBookSchema } from '../contracts/cues';
import { noteFact, startFacts } from './cue-rules/facts';
import { nextLineId, scriptProblems, tickSaid, type ScriptLine } from './script-graph';

const cue = { id: 'x', phrases: ['太贵'], title: 't', lines: ['l'], action: 'inform' };
const scriptOf = (script: object[]): ScriptLine[] =>
  cueBookSchema.parse({ name: 'x', language: 'zh', version: 1, cues: [cue], script }).script;
const line = (id: string, part: object = {}) => ({ id, title: id, line: id, ...part });

const script = scriptOf([
  line('greet', { mustSay: ['工号', '录音'] }),
  line('price', { next: [{ to: 'discount', when: { heard: ['太贵'], leg: 'customer' } }, { to: 'close' }] }),
  line('discount'),
  line('close', { last: true }),
  line('never', { next: [{ to: 'greet' }] }),
]);
const facts = startFacts();
const tooDear = noteFact(facts, {
  type: 'transcript',
  callId: 'c',
  leg: 'customer',
  startMs: 0,
  endMs: 1,
  text: '太贵了',
});

describe('the script', () => {
  it('goes on below, or where a branch leads, and ends where it is meant to', () => {
    expect(nextLineId(script, 'greet', facts)).toBe('price');
    expect(nextLineId(script, 'price', facts)).toBe('close');
    expect(nextLineId(script, 'price', tooDear)).toBe('discount');
    expect(nextLineId(script, 'close', facts)).toBeNull();
    expect(nextLineId(script, 'gone', facts)).toBe('greet');
  });

  it('ticks what the agent has said, once, and nothing of the customer’s', () => {
    expect(tickSaid(script, [], { leg: 'customer', text: '你的工号是多少' })).toEqual([]);
    expect(tickSaid(script, [], { leg: 'agent', text: '我的工号是1001' })).toEqual(['greet']);
    expect(tickSaid(script, ['greet'], { leg: 'agent', text: '本次通话会录音' })).toEqual(['greet']);
  });

  it('names unknown lines, lines nobody comes to, ids used twice and circles', () => {
    expect(scriptProblems(script)).toMatchObject([
      { code: 'line-unreachable', index: 4, path: 'script.4', message: 'no way leads to the line "never"' },
    ]);
    expect(scriptProblems(scriptOf([line('a', { next: [{ to: 'a' }, { to: 'b' }] })]))).toMatchObject([
      { code: 'branch-nowhere', index: 0, branch: 1, path: 'script.0.next.1.to', message: 'there is no line "b"' },
    ]);
    expect(scriptProblems(scriptOf([line('a'), line('a')]))).toMatchObject([{ code: 'line-id-twice', index: 1 }]);
    const circle = scriptOf([line('a'), line('b', { next: [{ to: 'a' }] })]);
    expect(scriptProblems(circle).map(({ code, index }) => [code, index])).toEqual([
      ['script-circles', 0],
      ['script-circles', 1],
    ]);
    expect(scriptProblems([])).toEqual([]);
  });

  it('never strands the agent, where it has no problems', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const branch = fc.record({
      to: fc.constantFrom(...ids),
      when: fc.constantFrom(undefined, { heard: ['太贵'] }, { not: { heard: ['太贵'] } }, { silenceSeconds: 5 }),
    });
    const graph = fc.array(fc.record({ next: fc.array(branch, { maxLength: 3 }), last: fc.boolean() }), {
      minLength: 1,
      maxLength: ids.length,
    });
    let sound = 0;
    fc.assert(
      fc.property(graph, fc.constantFrom(facts, tooDear), (lines, known) => {
        const made = scriptOf(lines.map((part, index) => line(ids[index] ?? '', part)));
        if (scriptProblems(made).length > 0) return;
        sound += 1;
        for (const { id, last } of made) {
          const next = nextLineId(made, id, known);
          if (next === null) expect(last || made.at(-1)?.id === id).toBe(true);
          else expect(made.some((each) => each.id === next)).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(sound).toBeGreaterThan(50);
  });
});
