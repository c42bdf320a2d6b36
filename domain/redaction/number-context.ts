import type { TranscriptLine } from '../../contracts/transcript';
import type { DigitRun } from './digit-runs';

/** What the words around a number say it is. */
export type NumberContext = 'card' | 'identity' | 'account' | 'phone' | 'order' | 'price';

const WORDS: Record<NumberContext, RegExp> = {
  card: /卡号|卡的?号码|银行卡|信用卡|储蓄卡|借记卡|\bcard(?:'s)?(?: number| no\b)?|(?:credit|debit|bank) card/giu,
  identity: /身份证|证件号?|护照|\bid (?:card|number|no)\b|identity|social security|\bssn\b|passport/giu,
  account: /[账帐][号户]|户头|\baccount\b|\biban\b|sort code/giu,
  phone:
    /电话|手机|座机|联系方式|微信|号码|\bphone\b|\bmobile\b|\bcell\b|\btelephone\b|my number|your number|call me (?:back )?(?:at|on)|reach (?:me|you)/giu,
  order:
    /订单|单号|工单|快递|运单|流水|编号|\border\b|tracking|reference (?:number|code)|\bticket\b|serial|case number/giu,
  price:
    /每月|月费|年费|每年|价格|价钱|费用|收费|多少钱|[一三]档|优惠|折扣|\bprices?\b|\bcosts?\b|per month|a month/giu,
};
/** How long a question holds: the customer fetches the card first. */
const HOLDS_MS = 60_000;
const kinds = Object.keys(WORDS) as NumberContext[];

interface Mention {
  context: NumberContext;
  line: number;
  at: number;
  startMs: number;
}

export interface RunContext {
  /** The words nearest before the number, or after it in its line. */
  nearest: NumberContext | undefined;
  all: ReadonlySet<NumberContext>;
}

/** Finds every announcing word of the call once, then answers for each run. */
export function contextReader(lines: readonly TranscriptLine[]): (run: DigitRun) => RunContext {
  const mentions: Mention[] = lines.flatMap((line, index) =>
    kinds.flatMap((context) =>
      [...line.text.normalize('NFKC').matchAll(WORDS[context])].map((match) => ({
        ...{ context, line: index, startMs: line.startMs },
        // NFKC seldom changes lengths in speech; a position a little off still stands on the right side of the number.
        at: match.index + match[0].length,
      })),
    ),
  );
  mentions.sort((a, b) => a.startMs - b.startMs || a.line - b.line || a.at - b.at);
  return (run) => {
    const first = run.spans[0];
    if (first === undefined) return { nearest: undefined, all: new Set() };
    const earlier = mentions.filter(
      (mention) =>
        run.startMs - mention.startMs <= HOLDS_MS &&
        // Talk of prices goes on all through a call.
        (mention.context !== 'price' || mention.line === first.line) &&
        (mention.line === first.line ? mention.at <= first.start + 1 : mention.startMs <= run.startMs),
    );
    const ownLines = new Set(run.spans.map((span) => span.line));
    const later = mentions.filter((mention) => ownLines.has(mention.line) && !earlier.includes(mention));
    const near = earlier.at(-1) ?? later[0];
    return { nearest: near?.context, all: new Set([...earlier, ...later].map((mention) => mention.context)) };
  };
}
