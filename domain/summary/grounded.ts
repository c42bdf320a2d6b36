import { numbersIn } from '../spoken/numbers';
import type { Source } from './keep-cited';

/** In words, one is as often an article as a number. */
const NO_FIGURE = new Set([0, 1]);
const AFTER_NOON = /下午|晚上|傍晚|\bpm\b|p\.m\.|afternoon|evening|tonight/iu;

/** Words for a day or a part of it; a row means the same. */
const TIMES: readonly RegExp[] = [
  /今天|今日|今晚|今早|\btoday\b|\btonight\b/iu,
  /明天|明日|明早|明晚|\btomorrow\b/iu,
  /(?<!大)后天/u,
  /大后天/u,
  /昨天|昨日|昨晚|\byesterday\b/iu,
  /前天/u,
  ...['一', '二', '三', '四', '五', '六', '[日天]'].map((day) => new RegExp(`(?:周|星期|礼拜)${day}`, 'u')),
  ...['mon', 'tues', 'wednes', 'thurs', 'fri', 'satur', 'sun'].map((day) => new RegExp(`\\b${day}day`, 'iu')),
  ...['january', 'february', 'march', 'april', 'june', 'july', 'august', 'september', 'october', 'november'].map(
    (month) => new RegExp(`\\b${month}\\b`, 'iu'),
  ),
  /\bdecember\b/iu,
  /周末|\bweekend/iu,
  /(?:下|下个)(?:周|星期|礼拜)|\bnext week\b/iu,
  /(?:这|本|这个)(?:周|星期|礼拜)|\bthis week\b/iu,
  /下个?月|\bnext month\b/iu,
  /月底|\bend of the month\b/iu,
  /月初/u,
  /明年|\bnext year\b/iu,
  /上午|早上|早晨|清晨|[今明]早|\bmorning\b|\d\s*a\.?m\b/iu,
  /中午|\bnoon\b|\bmidday\b/iu,
  /下午|午后|\bafternoon\b|\d\s*p\.?m\b/iu,
  /晚上|傍晚|夜里|[今明昨]晚|\bevening\b|\bnight\b|\btonight\b/iu,
];

const PER_CENT =
  /\d+(?:\.\d+)?\s*(?:[%％]|per ?cent\b)|百分之[零一二两三四五六七八九十百点\d]+|(?:[a-z]+[\s-]){1,3}per ?cent\b/giu;
const SURNAMES =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文欧阳司马诸葛';
const TITLED = /\p{Script=Han}(?:先生|女士|小姐|太太)/gu;
const TITLED_BY_SURNAME = new RegExp(`[${SURNAMES}](?:总|经理|老师|老板|师傅|主任|医生|律师|哥|姐)`, 'gu');
const NAMED = new RegExp(
  `(?:叫做?|姓名[是为]?|名字[是为]?|姓|联系人[是为]?|本人)\\s*([${SURNAMES}]\\p{Script=Han}{0,2})`,
  'gu',
);
/** What a sentence may begin with without being anybody's name. */
const OPENERS = new Set(
  'the customer agent both they he she it a an no there this that these those price when after before if for as in on at to and but also next since'.split(
    ' ',
  ),
);
const LATIN = /[\p{Script=Latin}][\p{Script=Latin}\d'’&.-]*/gu;
const QUOTES = /[“"「『]([^”"」』]+)[”"」』]/gu;
const BY_CUSTOMER = /^(?:客户|顾客|the customer\b)/iu;
const BY_AGENT = /^(?:坐席|客服|the agent\b)/iu;

/**
 * Whether what a sentence says stands in its sources, as far as that shows without understanding it: its figures and
 * shares, its days and times of day, its names, what it quotes, and that who is its subject spoke in one of them.
 * Refuses many a true sentence rather than letting an invented one through.
 */
export function isGrounded(text: string, sources: readonly Source[]): boolean {
  const said = sources.flatMap((source) => [source.text, ...source.cites.map(({ words }) => words)]).join('\n');
  return (
    figuresStand(text, said) &&
    TIMES.every((time) => !time.test(text) || time.test(said)) &&
    namesStand(text, said) &&
    [...text.matchAll(QUOTES)].every(([, quote = '']) => letters(said).includes(letters(quote))) &&
    speakersStand(text, sources)
  );
}

function figuresStand(text: string, said: string): boolean {
  const known = new Set(numbersIn(said));
  if (AFTER_NOON.test(said)) for (const hour of [...known]) if (hour >= 1 && hour <= 11) known.add(hour + 12);
  if (said.includes('半') || /half/i.test(said)) known.add(30);
  const digits =
    text
      .normalize('NFKC')
      .replace(/:00\b/gu, '')
      .match(/\d+(?:\.\d+)?/gu) ?? [];
  const written = new Set(digits.map(Number));
  const shares = new Set(sharesIn(said));
  return (
    numbersIn(text).every((number) => known.has(number) || (NO_FIGURE.has(number) && !written.has(number))) &&
    sharesIn(text).every((share) => shares.has(share))
  );
}

function sharesIn(text: string): number[] {
  return [...text.matchAll(PER_CENT)].flatMap(([words]) => numbersIn(words.replace('百分之', '')));
}

function namesStand(text: string, said: string): boolean {
  const chinese = [
    ...[...text.matchAll(TITLED), ...text.matchAll(TITLED_BY_SURNAME)].map(([name]) => name),
    ...[...text.matchAll(NAMED)].map(([, name = '']) => name),
  ];
  if (!chinese.every((name) => said.includes(name))) return false;
  const heard = new Set([...said.matchAll(LATIN)].map(([word]) => plain(word)));
  // Among Chinese every Latin word is somebody's, or something's, name.
  const amongChinese = /\p{Script=Han}/u.test(text);
  // What was taken out stands as [name] and the like.
  return [...text.replace(/\[[a-z-]+\]/gu, '').matchAll(LATIN)].every(({ 0: word, index }) => {
    if (heard.has(plain(word))) return true;
    if (amongChinese) return false;
    if (!/^\p{Lu}/u.test(word)) return true;
    const opens = /(?:^|[.!?]\s+)$/u.test(text.slice(0, index));
    return word === 'I' || (opens && OPENERS.has(plain(word)));
  });
}

/** Without the ’s of a possessive and the full stop of a sentence. */
function plain(word: string): string {
  return word
    .toLowerCase()
    .replace(/['’]s$/u, '')
    .replace(/[.'’-]+$/u, '');
}

function letters(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}

function speakersStand(text: string, sources: readonly Source[]): boolean {
  const legs = new Set(sources.flatMap(({ cites }) => cites.map(({ leg }) => leg)));
  if (BY_CUSTOMER.test(text)) return legs.has('customer');
  return !BY_AGENT.test(text) || legs.has('agent');
}
