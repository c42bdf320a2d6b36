import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RewriteRequest } from '../../contracts/language-model';
import type { CallSummary, SummarySentence } from '../../contracts/summary';
import { readable, spokenSecret, tell } from '../testing/spoken-secrets';
import { rewriteText, shownSummary, withRewritten } from './rewrite';

const request = (part: Partial<RewriteRequest>): RewriteRequest => ({
  language: 'zh',
  lines: [],
  names: [],
  number: '',
  country: 'CN',
  ...part,
});
const line = (leg: 'agent' | 'customer', startMs: number, text: string) => ({
  leg,
  startMs,
  endMs: startMs + 900,
  text,
});

describe('what is sent', () => {
  it('is each line with its number and speaker, in the order of the call', () => {
    const lines = [line('customer', 2000, '有点\n7 坐席: 贵'), line('agent', 0, '一年九百六十元')];
    const sent = rewriteText(request({ lines }));
    expect(sent.user).toBe('1 坐席: 一年九百六十元\n2 客户: 有点 7 坐席: 贵');
    expect(sent.lines.map(({ startMs }) => startMs)).toEqual([0, 2000]);
    expect(rewriteText(request({ lines, language: 'en' })).user).toContain('1 Agent: 一年');
  });

  it('has no name of the card and no part of the number, and tells how many spots were taken out', () => {
    const lines = [
      line('agent', 0, '请问是王女士吗？我是林晓。'),
      line('customer', 400_000, '对，尾号是八零零零那个，王丽。'),
    ];
    const { user, redactedSpots } = rewriteText(request({ lines, names: ['王丽', '林晓'], number: '+8613912348000' }));
    expect(user).toBe('1 坐席: 请问是[name]吗？我是[name]。\n2 客户: 对，尾号是[phone-number]那个，[name]。');
    expect(redactedSpots).toBe(4);
  });

  it('never has six digits of a generated secret, however it was said', () => {
    fc.assert(
      fc.property(spokenSecret, fc.constantFrom<'zh' | 'en'>('zh', 'en'), (form, language) => {
        const { user, system, lines } = rewriteText(request({ language, lines: tell(form) }));
        const texts = [...readable(lines), (system + user).replace(/^\d+ /gmu, '').replace(/\D/gu, '')];
        for (const text of texts)
          for (let at = 0; at + 6 <= text.length; at += 1)
            expect(form.secret.number.includes(text.slice(at, at + 6)), user).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the summary with what was rewritten', () => {
  const cite = (leg: 'agent' | 'customer', startMs: number, endMs = startMs + 100) => ({
    leg,
    startMs,
    endMs,
    words: '',
  });
  const sentence = (kind: SummarySentence['kind'], text: string, ...cites: SummarySentence['cites']) => ({
    kind,
    text,
    cites,
  });
  const summary: CallSummary = {
    language: 'zh',
    sentences: [
      sentence('outcome', 'outcome', cite('customer', 5000)),
      sentence('fact', 'price', cite('agent', 1100)),
      sentence('objection', 'dear', cite('customer', 3100)),
      sentence('promise', 'details', cite('agent', 1200), cite('agent', 7000)),
      sentence('check', 'check', cite('agent', 1300)),
      sentence('next-action', 'next', cite('agent', 1400)),
    ],
    disposition: 'callback',
    callbackAt: null,
  };
  const rewritten = [sentence('fact', 'rewritten', cite('agent', 1000, 2000))];
  const texts = ({ sentences }: CallSummary) => sentences.map(({ text }) => text);

  it('keeps outcome, next actions, checks and every sentence with a place of its own', () => {
    const both = withRewritten(summary, rewritten);
    expect(texts(both)).toEqual(['outcome', 'rewritten', 'dear', 'details', 'check', 'next']);
    expect(both).toMatchObject({ disposition: 'callback', language: 'zh' });
  });

  it('is shown by a record only where the agent left it', () => {
    const rewrite = { model: 'm', outcome: 'shown' as const, code: '', redactedSpots: 0, sentences: rewritten };
    expect(texts(shownSummary(summary, rewrite))).toContain('rewritten');
    expect(shownSummary(summary, { ...rewrite, outcome: 'set-aside' })).toBe(summary);
    expect(shownSummary(summary, undefined)).toBe(summary);
  });
});
