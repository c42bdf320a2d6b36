import type { TextSpan } from '../mapped-text';
import type { Reading } from './reading';

/** The surnames of nearly all Han Chinese (百家姓, by how often they are borne), and the compound ones still in use. */
const SURNAMES = new Set(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎雷段龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖樊文施洪季鲁葛倪庞邢路岳齐庄殷温牛关焦左章俞项祝梅欧盛童柳鲍华詹卓阮骆翟聂简单包宁甘费符岑池冷车柴凌芦舒蓝尚管裴游耿霍辛翁',
);
const COMPOUND = /^(?:欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|端木)/u;
const ANNOUNCED =
  /(?:我的?(?:名字|姓名)(?:是|叫)?|我就?叫|我是|本人(?:叫|是)?|(?:名字|姓名)(?:是|叫)|可以叫我|叫我)\s*/gu;
const SURNAME_ONLY = /(?:免贵|我|本人)?姓\s*(\p{Script=Han})(?![名氏什])/gu;
const LEAD = /^(?:嗯|呃|啊|哦|喂|那个|好的?|我就?叫|我是|我的名字是?|就?叫|是|，|,|、|。|\s)+/u;
/** Where a name ends when the recogniser writes no mark. */
const TAIL = /今年|今天|电话|手机|身份|号码|住在|[的吧啊呢呀哈吗嘛了就我你您他在，,。.！!？?、；;\s]/u;
/** What may follow a bare name. */
const BARE_END = /^(?:的|啊|吧|呀|哈|呢|就行|就好|就可以)*\s*(?:$|[，,。.!！?？、；;]|今年|我|电话|手机)/u;
/** Words that begin with a surname. */
const NO_NAME =
  /^(?:何[必时况]|方[便法向式]|高兴|于是|任[何意]|常常|马上|应该|安[排全]|万[一分]|成功|简单|明白|平时|白[天费]|关于|时[间候]|左右|黄金|路上|金[额钱]|夏天|冷静|毛病|余额|许多|严重|莫名|易|包括|单独|连|管他|车子|牛|向|和)/u;
const HONORIFIC = /^(?:先生|女士|小姐|太太|总|经理|老师)/u;

const EN_ANNOUNCED =
  /\b(?:my (?:full )?name(?:'s| is)|the name(?:'s| is)|i am called|call me|this is|you(?:'re| are) speaking (?:to|with))\s+/gi;
const EN_LEAD = /^(?:(?:um|uh|er|yes|yeah|sure|okay|ok|well|it's|it is|i'm|i am|that's|name's|hi|hello)[\s,.]+)+/i;
const EN_NOT = new Set(
  'a an the and or but so i im my is it its this that yes yeah no not sure okay ok what who why sorry pardon hello hi calling from speaking here at in on about not interested busy driving working back later age years with for to me you your please just well good fine thanks thank if when then today tomorrow tonight later anytime again monday tuesday wednesday thursday friday saturday sunday'.split(
    ' ',
  ),
);

/** A person's name: after words that announce it, or as a bare answer when it was asked for. */
export function readName(text: string, asked: boolean): Reading[] {
  const readings: Reading[] = [];
  const take = (value: string | undefined, span: TextSpan) => {
    if (value !== undefined) readings.push({ value: { type: 'name', value }, ...span });
  };
  for (const match of text.matchAll(ANNOUNCED)) {
    // 我不叫…: a denial.
    if (/[不没]$/u.test(text.slice(0, match.index))) continue;
    const at = match.index + match[0].length;
    // 我是 leads to anything; only an asked-for name follows it.
    if (/我是\s*$/u.test(match[0]) && !asked) continue;
    const name = chineseName(text.slice(at));
    take(name, { start: match.index, end: at + (name?.length ?? 0) });
  }
  for (const match of text.matchAll(SURNAME_ONLY)) {
    if (!SURNAMES.has(match[1] ?? '')) continue;
    // 我姓王，王小明: the whole name may follow.
    const whole = text.indexOf(match[1] ?? '', match.index + match[0].length);
    const name = whole < 0 ? undefined : chineseName(text.slice(whole));
    if (name !== undefined) take(name, { start: whole, end: whole + name.length });
    else take(match[1], { start: match.index, end: match.index + match[0].length });
  }
  for (const match of text.matchAll(EN_ANNOUNCED)) {
    const at = match.index + match[0].length;
    const name = englishName(text.slice(at));
    if (/(?:this is|call me)\s+$/i.test(match[0]) && !/^\p{Lu}/u.test(text.slice(at))) continue;
    take(name?.name, { start: match.index, end: at + (name?.length ?? 0) });
  }
  if (readings.length > 0 || !asked) return readings;
  const lead = LEAD.exec(text)?.[0].length ?? 0;
  const bare = chineseName(text.slice(lead));
  const rest = text.slice(lead + (bare?.length ?? 0));
  // 方便的话…: a sentence is not a name.
  if (bare !== undefined && BARE_END.test(rest)) take(bare, { start: lead, end: lead + bare.length });
  else if (/[a-z]/i.test(text)) {
    const start = EN_LEAD.exec(text)?.[0].length ?? 0;
    const name = englishName(text.slice(start));
    // A whole sentence is not a name.
    if (
      name !== undefined &&
      !/[a-z]/i.test(text.slice(start + name.length).replace(/\b(?:here|speaking|please)\b/gi, ''))
    ) {
      take(name.name, { start, end: start + name.length });
    }
  }
  return readings;
}

function chineseName(text: string): string | undefined {
  const familiar = /^[老小](\p{Script=Han})(?=$|[，,。.就吧啊的])/u.exec(text)?.[1];
  if (familiar !== undefined && SURNAMES.has(familiar)) return familiar;
  if (NO_NAME.test(text)) return undefined;
  const surname = COMPOUND.exec(text)?.[0] ?? [...text][0] ?? '';
  if (surname.length < 2 && !SURNAMES.has(surname)) return undefined;
  const title = HONORIFIC.exec(text.slice(surname.length))?.[0];
  if (title !== undefined) return surname + title;
  const rest = text.slice(surname.length).split(TAIL)[0] ?? '';
  const given = /^\p{Script=Han}{1,2}$/u.exec(rest)?.[0];
  return given === undefined ? undefined : surname + given;
}

function englishName(text: string): { name: string; length: number } | undefined {
  const words = /^[a-z][a-z'’-]*(?:\s+[a-z][a-z'’-]*){0,2}/i.exec(text)?.[0].split(/\s+/) ?? [];
  const end = words.findIndex((word) => EN_NOT.has(word.toLowerCase().replace(/['’]/g, '')));
  let kept = end < 0 ? words : words.slice(0, end);
  // "Emma Carter calling": where the writer knows capitals, the name has them.
  const small = kept.findIndex((word, index) => index > 0 && /^\p{Lu}/u.test(kept[0] ?? '') && /^\p{Ll}/u.test(word));
  if (small > 0) kept = kept.slice(0, small);
  if (kept.length === 0) return undefined;
  const length = new RegExp(`^${kept.join('\\s+')}`).exec(text)?.[0].length;
  const plain = (word: string) =>
    word === word.toLowerCase() || (word === word.toUpperCase() && word.length > 1)
      ? word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()
      : word;
  return { name: kept.map(plain).join(' '), length: length ?? 0 };
}
