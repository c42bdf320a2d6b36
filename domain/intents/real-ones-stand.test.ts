import { expect, it } from 'vitest';
import type { Language } from '../../contracts/cues';
import { builtInIntents } from '../testing/books';
import { findIntents } from './find-intents';

/** What of one kind the customer's sentence holds; `denied` where it says so of all. */
function polarityOf(language: Language, kind: 'complaint' | 'opt-out', text: string): 'stands' | 'denied' | 'none' {
  const lines = [{ leg: 'customer' as const, startMs: 0, endMs: 3_000, text }];
  const found = findIntents(lines, builtInIntents(language)).filter((intent) => intent.kind === kind);
  if (found.length === 0) return 'none';
  return found.every(({ denied }) => denied) ? 'denied' : 'stands';
}

// A real one that is lost costs more than a card too many.
it.each<[Language, 'complaint' | 'opt-out', string]>([
  ['zh', 'complaint', '不投诉不行了'],
  ['zh', 'complaint', '看来不投诉不行了'],
  ['zh', 'complaint', '我看不投诉是不行的'],
  ['zh', 'complaint', '不投诉你们不行了'],
  ['zh', 'complaint', '不投诉真不行'],
  ['zh', 'complaint', '不投诉肯定不行'],
  ['zh', 'complaint', '不投诉绝对不行'],
  ['zh', 'complaint', '不投诉根本不行'],
  ['zh', 'complaint', '不投诉一下不行'],
  ['zh', 'complaint', '不投诉不行呀'],
  ['zh', 'complaint', '不投诉不行啊'],
  ['zh', 'complaint', '不投诉他不行'],
  ['zh', 'complaint', '不投诉你们公司不行'],
  ['zh', 'complaint', '不找你们领导不行了'],
  ['zh', 'complaint', '找你们领导就不用了'],
  ['zh', 'complaint', '举报我倒不会'],
  ['zh', 'opt-out', '不退订不行了'],
  ['zh', 'opt-out', '看来不退订不行了'],
  ['zh', 'opt-out', '不拉黑你们不行了'],
  ['zh', 'opt-out', '不退订真不行'],
  ['zh', 'opt-out', '退订，我就不需要了'],
  ['zh', 'opt-out', '退订，就不用了'],
  ['zh', 'opt-out', '退订，现在就不需要了'],
  ['zh', 'opt-out', '退订，这个我就不需要了'],
  ['zh', 'opt-out', '拉黑，就不需要了'],
  ['zh', 'opt-out', '取消来电，就不用了'],
  ['zh', 'opt-out', '把我删掉，现在就不需要了'],
  ['zh', 'opt-out', '把我去掉，我就不需要了'],
  ['zh', 'opt-out', '把我的号码删掉，就不需要了'],
  ['zh', 'opt-out', '把我从名单里删掉就不需要了'],
  ['zh', 'opt-out', '号码删掉就不需要了'],
  ['zh', 'opt-out', '您把我删掉就不用了'],
  ['zh', 'opt-out', '取消来电就不用了'],
  ['zh', 'opt-out', '把我拉黑就不用了'],
  ['zh', 'opt-out', '退订我倒不会，怎么退'],
  ['zh', 'opt-out', '退订我倒不会，你教教我'],
  ['zh', 'opt-out', '退订倒是不会'],
  ['zh', 'opt-out', '取消来电我倒不会'],
  ['en', 'complaint', 'I have a complaint about this is not what I want'],
  ['en', 'complaint', 'I have a complaint about it is not what I want'],
  ['en', 'complaint', 'To complain would be too much but I will'],
  ['en', 'complaint', 'Making a complaint is not worth the trouble but I will do it anyway'],
  ['en', 'complaint', 'A complaint would not be necessary, but you forced me'],
  ['en', 'opt-out', 'Leave me alone? No.'],
  ['en', 'opt-out', 'Unsubscribe? No. Delete everything.'],
  ['zh', 'complaint', '不告你们不行了'],
  ['zh', 'complaint', '不报警不行了'],
  ['zh', 'complaint', '你不给个说法可不行'],
  ['zh', 'complaint', '不投诉你们领导真的不行'],
  ['zh', 'complaint', '不投诉实在不行了'],
  ['zh', 'complaint', '不投诉你们这样不行'],
  ['zh', 'complaint', '不投诉不行吧'],
  ['zh', 'opt-out', '退订，倒不用'],
  ['zh', 'opt-out', '退订，倒不用了'],
  ['zh', 'opt-out', '退订，我倒不需要'],
  ['zh', 'opt-out', '把我删掉，倒不用了'],
  ['zh', 'opt-out', '号码删掉，倒不需要'],
  ['zh', 'opt-out', '退订？不会'],
  ['en', 'complaint', 'A complaint is not necessary, but I want to make one'],
  ['en', 'complaint', 'A complaint would not be necessary, but now it is'],
  ['en', 'complaint', 'To complain would be too much, yet I will'],
  ['en', 'complaint', 'A complaint is not necessary but I would like to make one'],
])('%s %s stands: %s', (language, kind, text) => {
  expect(polarityOf(language, kind, text)).toBe('stands');
});

it.each<[Language, 'complaint' | 'opt-out', string]>([
  ['zh', 'complaint', '我不投诉行不行'],
  ['zh', 'complaint', '我没说要投诉你们不行'],
  ['zh', 'complaint', '不投诉不行吗'],
  ['zh', 'complaint', '投诉倒不至于'],
  ['zh', 'complaint', '投诉我倒没想过'],
  ['zh', 'complaint', '投诉就不用了'],
  ['zh', 'opt-out', '拉黑就不用了'],
  ['zh', 'opt-out', '退订就不用了'],
  ['zh', 'complaint', '投诉倒不用'],
  ['en', 'complaint', "A complaint isn't necessary, but I just want my money"],
])('%s %s is denied: %s', (language, kind, text) => {
  expect(polarityOf(language, kind, text)).toBe('denied');
});
