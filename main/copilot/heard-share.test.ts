import { expect, it } from 'vitest';
import { heardShare } from './heard-share';

it('counts characters of Chinese and words of English, without punctuation and case', () => {
  expect(heardShare('这个太贵了。', '这个太贵了', 'zh')).toBe(1);
  expect(heardShare('这个太贵了。', '那个太贵', 'zh')).toBe(0.6);
  expect(heardShare("That's too expensive.", "that's TOO expensive", 'en')).toBe(1);
  expect(heardShare('Can you make it cheaper?', 'make it cheap', 'en')).toBe(0.4);
});

it('is nothing for nothing, and for letters that only look alike', () => {
  expect(heardShare('你好', '', 'zh')).toBe(0);
  expect(heardShare('', '你好', 'zh')).toBe(0);
  expect(heardShare('Can you make it cheaper?', 'reap each peach', 'en')).toBe(0);
});
