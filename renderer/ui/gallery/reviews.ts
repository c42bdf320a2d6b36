import type { OpenContest } from '../../../contracts/contests';
import type { Language } from '../../../contracts/cues';
import type { QualityReason, ScoredItem } from '../../../contracts/quality-form';
import type { CallRecord } from '../../../contracts/records';
import { formInRecord } from '../../../domain/form-fill/form-record';
import { withTotals } from '../../../domain/quality/totals';
import type { ContestsView } from '../model';
import { filledForm } from './forms';

const item = (
  itemId: string,
  title: { zh: string; en: string },
  outcome: 'met' | 'not-met',
  reason: QualityReason,
  words: string | null,
): ScoredItem => ({
  ...{ itemId, type: 'say', title, weight: 10, fails: false, outcome, reason },
  points: outcome === 'met' ? 10 : 0,
  measured: null,
  evidence: words === null ? [] : [{ leg: 'agent', atMs: 7_000, endMs: 9_000, words }],
  history: [],
});

function items(language: Language): ScoredItem[] {
  const zh = language === 'zh';
  return [
    item(
      'greeting',
      { zh: '开场问候', en: 'Greets' },
      'met',
      'said',
      zh ? '您好，我是云帆的小林' : 'Good morning, Lin',
    ),
    item('notice', { zh: '告知录音', en: 'Says that it is recorded' }, 'not-met', 'not-said', null),
    item('closing', { zh: '礼貌结束', en: 'Says good-bye' }, 'not-met', 'not-said', null),
    item('promise', { zh: '不作保证', en: 'Promises nothing' }, 'not-met', 'forbidden-said', zh ? '保证' : 'guarantee'),
  ];
}

/** A record's score and form, as a call leaves them. */
export function reviewed(language: Language): Pick<CallRecord, 'review' | 'form'> {
  const { form, fields } = filledForm(language);
  const filled = formInRecord({ form, fields: [...fields] }, (words) => words);
  return {
    ...(filled && { form: filled }),
    review: {
      summary: { language, sentences: [], disposition: null, callbackAt: null },
      satisfaction: 4,
      score: withTotals({ name: 'x', language, version: 1 }, items(language)),
    },
  };
}

export function contests(language: Language): ContestsView {
  const zh = language === 'zh';
  const contested = {
    ...{ type: 'contested' as const, by: zh ? '小林' : 'Lin', at: '2026-11-28T09:40:00.000Z' },
    comment: zh ? '挂断前我说了“再见”，客户同时在说话。' : 'I said good-bye while the customer was still talking.',
  };
  const refused = {
    ...{ type: 'refused' as const, by: zh ? '吴主管' : 'Wu', at: '2026-11-28T10:05:00.000Z' },
    comment: zh ? '录音里没有听到。' : 'It is not to be heard in the recording.',
  };
  return {
    known: [{ itemId: 'closing', history: [contested, refused] }],
    waiting: [
      {
        itemId: 'promise',
        comment: zh ? '我说的是“不能保证”。' : 'I said that we cannot guarantee it.',
        at: '2026-11-28T10:10:00.000Z',
      },
    ],
  };
}

export function openContests(language: Language): OpenContest[] {
  const contested = contests(language).known[0]?.history.slice(0, 1) ?? [];
  return items(language)
    .filter(({ itemId }) => itemId === 'closing' || itemId === 'promise')
    .map((each) => ({
      recordId: `01939a5e-7b00-7000-8000-00000000000${each.itemId === 'closing' ? '1' : '2'}`,
      agentExtension: '1002',
      customerName: language === 'zh' ? '李女士' : 'Ms Li',
      startedAt: '2026-11-28T09:20:00.000Z',
      item: { ...each, history: contested },
    }));
}
