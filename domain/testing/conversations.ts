import type { Language } from '../../contracts/cues';
import type { TranscriptLine } from '../../contracts/transcript';

/** A whole call in words, with what a careful reader takes from it. */
export interface Conversation {
  readonly name: string;
  readonly language: Language;
  readonly lines: readonly TranscriptLine[];
}

/** `A` the agent, `C` the customer; half a second between turns, words at the pace people talk. */
function call(name: string, language: Language, script: string): Conversation {
  let atMs = 800;
  const lines = script
    .trim()
    .split('\n')
    .map((row): TranscriptLine => {
      const text = row.trim().slice(2).trim();
      const lasts = Math.max(400, language === 'zh' ? text.length * 220 : text.split(' ').length * 380);
      const line = {
        leg: row.trim().startsWith('A') ? ('agent' as const) : ('customer' as const),
        startMs: atMs,
        endMs: atMs + lasts,
        text,
      };
      atMs = line.endMs + 500;
      return line;
    });
  return { name, language, lines };
}

export const zhSale = call(
  '办理',
  'zh',
  `
  A 您好，我是晨光宽带的林晓，工号一零二三。请问是王女士吗？
  C 嗯，是我，什么事？
  A 打扰您一分钟，本次通话会录音，您看可以吗？
  C 可以，你说吧。
  A 您现在用的是哪一家的宽带？
  C 我们用的是移动的，老是掉线。
  A 我们的千兆套餐正好能解决这个问题，一年九百六十元，包含安装。
  C 一年多少？九百六？有点贵啊。
  A 平均每天不到三块钱，而且现在办理送一个路由器。
  C 听起来不错。那发票能开吗？
  A 可以开电子发票，付款后一个工作日内发到您邮箱。
  C 合同要签多久？
  A 合同签一年，到期不会自动续费。那我现在帮您登记，明天上午安排师傅上门，好吗？
  C 好的，你帮我登记吧。
  A 好的，跟您核对一下，千兆套餐一年九百六十元，地址还是您现在的地址。
  C 对，没错。
  A 我稍后把合同链接发到您手机。感谢您的接听，祝您生活愉快，再见。
  C 谢谢，再见。
  `,
);

export const zhCallback = call(
  '改天',
  'zh',
  `
  A 您好，我是安心保险的赵敏，请问是李先生吗？现在说话方便吗？
  C 我在开会，没空。
  A 不好意思打扰您，本次通话有录音。您看明天下午三点给您回电可以吗？
  C 明天下午再打吧，三点可以。
  A 好的，是关于您上次询问的重疾险，主要是想跟您介绍一下新的保障。
  C 我没说不要，就是现在不方便，我还要跟家人商量一下。
  A 理解。那我先把资料发给您，明天下午三点我再联系您。
  C 行。
  A 感谢您的接听，祝您生活愉快，再见。
  `,
);

export const zhOptOut = call(
  '不再来电',
  'zh',
  `
  A 您好，请问是陈先生吗？
  C 你们怎么有我的电话？
  A 您好陈先生，我们这边是做贷款服务的，利息非常低，保证能批下来。
  C 我不需要贷款，你们天天打，烦不烦？
  A 您听我说一下，我们这个
  C 不要再打了，再打我就去银保监投素你们。
  A 非常抱歉打扰到您，我现在把您的号码登记为不再拨打，不会再给您打电话。
  C 最好是这样。
  A 再见。
  `,
);

/** Negations all through: she neither refuses nor complains, and has not decided. */
export const zhUndecided = call(
  '没有决定',
  'zh',
  `
  A 您好，我是博雅教育的周舟，本次通话会录音。想跟您介绍一下少儿英语的试听课。
  C 我不是不感兴趣，就是孩子还小。
  A 孩子几岁了？
  C 五岁。这个课贵不贵？
  A 一节课八十元，可以先免费试听。
  C 倒也不是太贵。我没有说不要，我再想想。
  A 您是不是担心效果？
  C 也没有要投诉你们的意思，就是之前报过一家，老师讲得不好。
  A 明白。您主要考虑哪方面，是时间还是老师？
  C 时间。我考虑一下吧。
  A 好的，那不打扰您了，祝您生活愉快，再见。
  `,
);

export const enSale = call(
  'sale',
  'en',
  `
  A Hello, this is Daniel from Brightline Energy. Am I speaking with Mrs Carter?
  C Yes, speaking.
  A I'll only take a minute. This call is recorded, is that all right?
  C That's fine.
  A Who do you use for your electricity today?
  C We're with Northern. I can't say I'm happy, the bills keep going up.
  A Our fixed plan is $79 a month for two years.
  C Seventy nine? That's a bit expensive.
  A It includes gas, and you can cancel any time in the first month.
  C Can I cancel without a fee? And do I get an invoice every month?
  A Yes, an invoice by email every month, and no fee. Shall I put your name down and set it up for you?
  C Yes please.
  A Wonderful. I'll send you the contract by email today. Thank you for your time, have a good day. Goodbye.
  C Thank you so much, bye.
  `,
);

export const enCallback = call(
  'callback',
  'en',
  `
  A Hi, this is Sarah calling from Oakfield Windows. Is now a good time?
  C Not really, I'm driving.
  A Sorry about that. This call is recorded. When would suit you better?
  C I'm not saying I don't want it, um, call me back on Thursday morning. I need to ask my husband.
  A Of course. I'll call you on Thursday at ten.
  C Okay.
  A Thank you, drive safely. Goodbye.
  `,
);

export const enComplaint = call(
  'complaint',
  'en',
  `
  A Hello, I'm calling about your home warranty. We guarantee the lowest price.
  C This is the third time this week. Where did you get my number?
  A Sir, if you just let me
  C No. I'm not interested. Take me off your list or I will go to the ombudsman and make a complaint.
  A I'm sorry. I'm taking your number off our list, and we will not call you again.
  C Good.
  A Goodbye.
  `,
);

export const conversations = [zhSale, zhCallback, zhOptOut, zhUndecided, enSale, enCallback, enComplaint];
