import type { Language } from '../../../contracts/cues';
import type { TranscriptLine } from '../../../contracts/transcript';
import type { RewriteView, ScriptLine } from '../model';

export function script(language: Language): ScriptLine[] {
  return language === 'zh'
    ? [
        { id: 'open', title: '开场', line: '您好，我是云帆科技的顾问小林，请问现在方便讲两句吗？', mustSay: ['x'] },
        {
          id: 'why',
          title: '来意',
          line: '您的企业套餐下个月到期，我想跟您确认续约，并告诉您一个老客户优惠。',
          mustSay: [],
        },
        { id: 'need', title: '了解需求', line: '请问您现在主要用哪些功能？有没有用得不顺手的地方？', mustSay: [] },
      ]
    : [
        {
          id: 'open',
          title: 'Opening',
          line: 'Good morning, this is Lin from Yunfan. Is this a good moment for two minutes?',
          mustSay: [],
        },
        {
          id: 'why',
          title: 'Purpose',
          line: 'Your plan ends next month. I would like to renew it with you, and there is an offer for loyal customers.',
          mustSay: [],
        },
        {
          id: 'need',
          title: 'Needs',
          line: 'Which features do you use most, and is there anything that gets in your way?',
          mustSay: [],
        },
      ];
}

export function captions(language: Language): TranscriptLine[] {
  const zh = language === 'zh';
  const said = (leg: 'agent' | 'customer', startMs: number, text: string) => ({
    leg,
    startMs,
    endMs: startMs + 3_000,
    text,
  });
  return [
    said(
      'agent',
      96_000,
      zh ? '这款套餐含一百兆宽带和三张副卡。' : 'The plan includes broadband and three extra cards.',
    ),
    said('customer', 101_000, zh ? '听起来还行，就是有点贵。' : 'Sounds fine, but it is a bit expensive.'),
    said('agent', 105_000, zh ? '我理解，现在办理有八折优惠。' : 'I understand. There is 20 % off this week.'),
    said(
      'customer',
      112_000,
      zh ? '我考虑一下，你明天下午三点再打给我吧。' : 'Let me think about it. Call me back tomorrow at 3 pm.',
    ),
    said(
      'agent',
      118_000,
      zh ? '好的，明天下午三点我给您回电话。' : 'All right, I will call you back tomorrow at 3 pm.',
    ),
  ];
}

/** The sentence the customer is in the middle of. */
export function saying(language: Language): TranscriptLine[] {
  const text = language === 'zh' ? '对了，那个违约金' : 'One more thing, if I cancel';
  return [{ leg: 'customer', startMs: 122_000, endMs: 123_400, text }];
}

/** What a language model made of {@link captions}. */
export function rewritten(language: Language): RewriteView {
  const zh = language === 'zh';
  const all = captions(language);
  const cites = (index: number) =>
    all.slice(index, index + 1).map(({ leg, startMs, endMs, text }) => ({ leg, startMs, endMs, words: text }));
  const sentence = (text: string, index: number) => ({ kind: 'fact' as const, text, cites: cites(index) });
  return {
    recordId: 'r',
    state: 'there',
    shown: true,
    trouble: null,
    model: 'small-model',
    redactedSpots: 2,
    sentences: [
      sentence(zh ? '客户觉得套餐还行，但有点贵。' : 'The customer finds the plan a bit expensive.', 1),
      sentence(zh ? '坐席说明现在办理有八折优惠。' : 'The agent offers 20 % off this week.', 2),
    ],
  };
}
