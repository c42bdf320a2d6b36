import type { Cite } from '../../contracts/summary';
import type { TranscriptLine } from '../../contracts/transcript';
import { numbersIn } from '../spoken/numbers';
import { citePart } from './cites';

const NUMERALS = '零〇一二两三四五六七八九十百千万点';
const WORDS =
  'zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|' +
  'eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|and|a';
const CURRENCY = 'dollars?|pounds?|euros?|yuan|bucks|quid';
const AMOUNTS = new RegExp(
  [
    `[\\d${NUMERALS}.,]*[\\d零一二两三四五六七八九十百千万]\\s*(?:元|块钱|块|美元|人民币)`,
    // 三千二百五: from a hundred on a price goes without its unit, but not 八百遍.
    `[一二两三四五六七八九][百千万][${NUMERALS}]*(?![${NUMERALS}多几来\\d元块遍次人个位年天家度公里米字分秒名条张页项户兆层台部套折站栋只件]|美元)`,
    '[$£€¥￥]\\s?\\d(?:[\\d,.]*\\d)?',
    `\\b\\d[\\d,.]*\\s(?:${CURRENCY})\\b`,
    `\\b(?:(?:${WORDS})[\\s-])+(?:${CURRENCY})\\b`,
  ].join('|'),
  'giu',
);
/** 这一块, 一块儿: no money. */
const NO_MONEY = /^[一]块$/u;
const MOST = 3;

/** Sums of money that were named, each once, with the clause they stand in: the first few. */
export function amountsOf(lines: readonly TranscriptLine[]): Cite[] {
  const seen = new Set<number>();
  const cites: Cite[] = [];
  for (const line of [...lines].sort((a, b) => a.startMs - b.startMs)) {
    for (const match of line.text.matchAll(AMOUNTS)) {
      const [value] = numbersIn(match[0]);
      if (NO_MONEY.test(match[0]) || value === undefined || seen.has(value)) continue;
      seen.add(value);
      cites.push(citePart(line, clause(line.text, match.index, match.index + match[0].length)));
      if (cites.length === MOST) return cites;
    }
  }
  return cites;
}

function clause(text: string, from: number, to: number): { from: number; to: number } {
  const before = text.slice(0, from).search(/[^。！？!?；;，,、]*$/u);
  const rest = text.slice(to).search(/[。！？!?；;，、]|[.,](?!\d)/u);
  return { from: before, to: rest < 0 ? text.length : to + rest };
}
