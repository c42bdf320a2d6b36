import { describe, expect, it } from 'vitest';
import { findPhrase, writesSoundOf } from './transcript-match';

const scores = (phrase: string, transcript: string) => findPhrase(phrase, transcript).map(({ score }) => score);
const verdicts = (phrase: string, transcript: string) => findPhrase(phrase, transcript).map(({ verdict }) => verdict);

describe('a phrase in a transcript', () => {
  it('finds digits however they are written', () => {
    for (const text of ['我打了10086', '我打了一零零八六', 'I called 10086 twice'])
      expect(findPhrase('10086', text), text).toMatchObject([{ verdict: 'found' }]);
    expect(findPhrase('一零零八六', '我打了10086')).toMatchObject([{ verdict: 'found' }]);
    for (const text of ['我打了一零零八九', '我打了10010', '我打了电话']) expect(findPhrase('10086', text)).toEqual([]);
  });

  it('is found as it is written, as often as it is there', () => {
    expect(scores('微信', '加个微信，我的微信是')).toEqual([1, 1]);
    expect(findPhrase('微信', '加个微信')[0]).toMatchObject({ from: 0.5, to: 1 });
    expect(scores('微信', '加个短信')).toEqual([]);
    expect(scores('優惠', '有没有优惠')).toEqual([1]);
  });
  it.each([
    ['退款', '我要退宽'],
    ['机器人', '你是极其人吗'],
    ['验证码', '我不会给你验证马的'],
    ['客服中心', '您好,这里是克服中心'],
    ['不要再打', '不要在打电话了'],
  ])('is found by its sound when %s is misspelt: %s', (phrase, transcript) => {
    expect(verdicts(phrase, transcript)).toEqual(['found']);
    expect(scores(phrase, transcript)).toEqual([0.9]);
  });
  it.each([
    ['优惠', '我问他，他却没有回答。', 'the sound lies across two words'],
    ['便宜', '方便宜家购物', 'the characters lie across two words'],
    ['短信', '不能中断信号', 'the sound lies across two words'],
    ['微信', '他在公司很有威信', 'a word of the same sound and tones was chosen'],
    ['试用', '这个政策也适用', 'a word of the same sound and tones was chosen'],
    ['明天上午', '明天下午再打', 'a syllable is another'],
    ['签字', '你们是骗子吧', 'a word of nearly that sound was chosen'],
  ])('%s is not in "%s": %s', (phrase, transcript) => {
    expect(verdicts(phrase, transcript)).toEqual([]);
  });
  it.each([
    ['试用', '这个怎么使用'],
    ['经理', '让你们经历来跟我说'],
    ['优惠', '我下午有会'],
    ['微信', '我们加个微型吧'],
    ['发票', '能开法跳吗'],
    ['发票', '能开发跳吗'],
  ])(
    'leaves it open whether %s was said when a word of other tones, or nearly its sound, is written: %s',
    (phrase, transcript) => {
      expect(verdicts(phrase, transcript)).toEqual(['unsettled']);
    },
  );
  it.each([
    ['信用卡', '信用塔可以分期吗'],
    ['太贵', '这个太味了'],
    ['身份证', '请您提供一下身份正好吗'],
  ])('nearly finds %s when a syllable or a word is off: %s', (phrase, transcript) => {
    expect(verdicts(phrase, transcript)).toEqual(['near']);
  });
  it('reads digits out', () => {
    expect(scores('打12315', '我要打一二三一五')).toEqual([1]);
    expect(scores('打12315', '我要打电话')).toEqual([]);
  });
  it('is found by words in English, contractions and plurals alike', () => {
    expect(scores("don't need", 'I do not need it.')).toEqual([1]);
    expect(scores('discount', 'Any discounts?')).toEqual([1]);
    expect(scores('wechat', 'Add me on We Chat.')).toEqual([1]);
    expect(scores('free', 'Freedom')).toEqual([]);
    expect(scores('wechat', '我们加个WeChat吧')).toEqual([1]);
  });
});

describe('the sound of a phrase', () => {
  it('is written where other words make it up, and not where a syllable is another', () => {
    expect(writesSoundOf('优惠', '我问他他却没有回答')).toBe(true);
    expect(writesSoundOf('優惠', '有没有优惠')).toBe(true);
    expect(writesSoundOf('身份证', '提供一下身份讨厌')).toBe(false);
  });
});
