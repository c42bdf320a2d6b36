import type { TranscriptLine } from '../../contracts/transcript';
import { mapText, originalSpan, type TextSpan } from '../mapped-text';

/** Words after which even a part (3号楼501) is an address. */
const ANNOUNCES =
  /地址|住址|住在|住哪|家住|寄到|寄给|送到|收货|上门|\baddress\b|\blives? (?:at|in|on)\b|deliver(?:y|ed)? to|ship(?:ped)? (?:it )?to|send it to/iu;
const HOLDS_MS = 30_000;

const N = '[0-9零〇一二三四五六七八九十百幺两]+';
/** A name before 省, 路 and so on: without the words that lead up to it. */
const NAME = '(?:(?![是在到住于叫寄送，。,.\\s])[\\p{Script=Han}A-Za-z0-9]){1,8}?';
const CITY = `(?:北京|上海|天津|重庆|深圳|广州)(?=${NAME}(?:区|路|街))`;
const AREA = '(?:省|自治区|自治州|特别行政区|市(?!场|区|面)|(?<!小)区(?!别|分|间|域)|县|乡|镇|村)';
const STREET = `(?:路(?![上过边口由线])|大街|街(?!上|边)|大道|(?<![知难报渠通味管频])道(?![理歉德])|巷|弄堂|胡同|小区|花园|家园|公寓|大厦|新村|嘉园|广场|苑|里(?=${N}[号弄栋幢]))(?:[东西南北中]段?)?`;
const NUMBER = `(?:第?${N}(?:号楼|号院|号(?!线|店|机)|弄|栋|幢|座|单元|室(?![一二两三]厅)|楼|层|门|组|队)|[A-Za-z]座|(?<=[楼室元栋座号层])${N}(?:室|房)?)`;
/** One part after the other: a pattern for the whole would take exponential time over a recogniser's 路路路路. */
const PART = new RegExp(
  `(?<number>${NUMBER})|(?<city>${CITY})|${NAME}(?:(?<street>${STREET})|(?<area>${AREA}))`,
  'giu',
);
const BETWEEN = /^[\s,，、]*$/u;
/** 12月5号, 5号线: a day or a line. */
const DAY = /(?:月|下|这|本)$/u;

const EN_NUMBER =
  '(?:\\d+[a-z]?|(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|oh|zero)[\\s-]+){0,4}(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred))';
const NOT_NAME = '(?!(?:the|a|an|of|on|in|at|by|to|is|are|and|or|more|people|minutes?|hours?|days?|percent|down)\\b)';
const CLEAR = '(?:street|avenue|ave|road|rd|lane|boulevard|blvd|terrace|crescent|highway)';
const VAGUE = '(?:drive|dr|court|ct|way|place|pl|square|close|row|st)';
const UNIT = '(?:[,\\s]+(?:apartment|apt|flat|unit|suite|floor|room|number)\\s*#?\\s*[\\w-]+)*';
const AFTER = '(?:,?\\s+[A-Z][a-z]+(?:\\s[A-Z][a-z]+)?(?:,\\s*[A-Z]{2}|,\\s*[A-Z][a-z]+)?(?:\\s+\\d{5}(?:-\\d{4})?)?)?';
const EN_STREETS = [
  new RegExp(`\\b${EN_NUMBER}[\\s,]+(?:${NOT_NAME}[a-z0-9'.]+\\s+){1,3}${CLEAR}\\b\\.?${UNIT}`, 'giu'),
  new RegExp(`\\b\\d+[A-Za-z]?,?\\s+(?:[A-Z][a-z'.]+\\s+){1,3}(?:${capitalised(VAGUE)})\\b\\.?${UNIT}`, 'gu'),
];
const EN_PART = new RegExp(
  `\\b${EN_NUMBER}[\\s,]+(?:${NOT_NAME}[a-z'.]+\\s+){1,3}(?:${CLEAR}|${VAGUE})\\b\\.?${UNIT}|\\b(?:apartment|apt|flat|unit|suite)\\s*#?\\s*(?:\\d\\w*|${EN_NUMBER})`,
  'giu',
);
const EN_PLACE_AFTER = new RegExp(`^${AFTER}`, 'u');
/** UK postcodes (BS 7666); US ZIP codes only follow a state. */
const POSTCODE = /\b(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]{2} \d{5}(?:-\d{4})?)\b/gu;

/** Where addresses stand in each line. */
export function findAddresses(lines: readonly TranscriptLine[]): TextSpan[][] {
  const announced = lines.filter((line) => ANNOUNCES.test(line.text)).map((line) => line.startMs);
  return lines.map((line) => {
    const mapped = mapText(line.text);
    const soft = announced.some((at) => line.startMs >= at && line.startMs - at <= HOLDS_MS);
    const spans = [...chinese(mapped.text, soft), ...english(mapped.text, soft)];
    return spans.map((span) => originalSpan(mapped, span.start, span.end));
  });
}

/** A street and a number, places down to a street, three places, several numbers of a building; after a question any part. */
function chinese(text: string, soft: boolean): TextSpan[] {
  const chains: (TextSpan & { areas: number; streets: number; numbers: number })[] = [];
  for (const match of text.matchAll(PART)) {
    const { number, street } = match.groups ?? {};
    const end = match.index + match[0].length;
    let chain = chains.at(-1);
    if (chain === undefined || !BETWEEN.test(text.slice(chain.end, match.index))) {
      if (number !== undefined && DAY.test(text.slice(0, match.index))) continue;
      chain = { start: match.index, end, areas: 0, streets: 0, numbers: 0 };
      chains.push(chain);
    }
    chain.end = end;
    chain[number !== undefined ? 'numbers' : street !== undefined ? 'streets' : 'areas'] += 1;
  }
  return chains.filter(({ start, end, areas, streets, numbers }) => {
    if (/^(?:第?[一二三四五六七八九十]楼|\d楼)$/u.test(text.slice(start, end))) return false;
    return soft || (streets > 0 && areas + numbers > 0) || areas >= 3 || numbers >= 2;
  });
}

function english(text: string, soft: boolean): TextSpan[] {
  const streets = [...EN_STREETS, ...(soft ? [EN_PART] : [])].flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => {
      const end = match.index + match[0].length;
      return { start: match.index, end: end + (EN_PLACE_AFTER.exec(text.slice(end))?.[0].length ?? 0) };
    }),
  );
  const codes = [...text.matchAll(POSTCODE)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  return [...streets, ...codes];
}

function capitalised(words: string): string {
  return words.replace(/(?<=[(:|])[a-z]/g, (letter) => letter.toUpperCase());
}
