import { describe, expect, it } from 'vitest';
import type { Language } from '../../contracts/cues';
import { builtInIntents } from '../testing/books';
import { deniedIntents, findIntents } from './find-intents';

/** What a customer's one sentence holds of opt-outs, complaints and refunds; what was denied in brackets. */
function meant(language: Language, text: string): string[] {
  const lines = [{ leg: 'customer' as const, startMs: 0, endMs: 3_000, text }];
  const found = findIntents(lines, builtInIntents(language))
    .filter(({ kind, id }) => kind === 'opt-out' || kind === 'complaint' || id === 'asks-refund')
    .map(({ id, denied }) => (denied ? `(${id})` : id));
  return [...new Set(found)];
}

describe('what is denied by the words behind it', () => {
  it.each([
    ['投诉倒不至于', ['(complaint)']],
    ['投诉倒不至于吧。', ['(complaint)']],
    ['投诉倒是不至于，我就是问问', ['(complaint)']],
    ['投诉倒不至于我就是想问问', ['(complaint)']],
    ['投诉你们倒不至于', ['(complaint)']],
    ['我投诉你们倒不至于', ['(complaint)']],
    ['投诉的话还不至于', ['(complaint)']],
    ['投诉，那倒不至于', ['(complaint)']],
    ['投诉嘛，倒没必要', ['(complaint)']],
    ['投诉就不用了', ['(complaint)']],
    ['投诉就不用了，你们改了就行', ['(complaint)']],
    ['那投诉就算了', ['(complaint)']],
    ['投诉的事就算了', ['(complaint)']],
    ['投诉没必要', ['(complaint)']],
    ['投诉没有这个必要', ['(complaint)']],
    ['投诉什么的就不用了', ['(complaint)']],
    ['投诉谈不上', ['(complaint)']],
    ['投诉我倒没想过', ['(complaint)']],
    ['投诉大可不必', ['(complaint)']],
    ['投诉？不用了。', ['(complaint)']],
    ['投诉？那倒不至于', ['(complaint)']],
    ['举报就免了', ['(complaint)']],
    ['打12315倒没必要', ['(regulator)']],
    ['报警倒不至于', ['(regulator)']],
    ['拉黑就不用了', ['(opt-out)']],
    ['拉黑倒没必要', ['(opt-out)']],
    ['拉黑我倒没必要', ['(opt-out)']],
    ['退订的话不用', ['(opt-out)']],
    ['退订就算了', ['(opt-out)']],
    ['退款就算了', []],
    ['退款的话不用', []],
    ['退款就不用了', []],
  ])('%s: %j', (text, ids) => {
    expect(meant('zh', text)).toEqual(ids);
  });

  it.each([
    ['算了我要投诉', ['complaint']],
    ['算了，投诉吧', ['complaint']],
    ['退款，不然我投诉', ['asks-refund', 'complaint']],
    ['退款就算了，不然我投诉', ['asks-refund', 'complaint']],
    ['给我退款就算了', ['asks-refund']],
    ['你们退款就算了', ['asks-refund']],
    ['不退款我就投诉', ['complaint']],
    ['我要投诉算了', ['complaint']],
    ['干脆投诉算了', ['complaint']],
    ['我投诉就算了', ['complaint']],
    ['我直接投诉就算了', ['complaint']],
    ['给个说法就算了', ['complaint']],
    ['把我拉黑就算了', ['opt-out']],
    ['把我拉黑就行了', ['opt-out']],
    ['我要投诉不用了', ['complaint']],
    ['我要投诉，不用了', ['complaint']],
    ['我要投诉你们不需要', ['complaint']],
    ['投诉不用你管', ['complaint']],
    ['投诉不用你们同意', ['complaint']],
    ['投诉不需要理由吧', ['complaint']],
    ['投诉不用等', ['complaint']],
    ['投诉就不用等了', ['complaint']],
    ['投诉没用也要投诉', ['complaint']],
    ['投诉没必要吗', ['complaint']],
    ['投诉没必要？', ['complaint']],
    ['投诉就不用了吗？', ['complaint']],
    ['难道投诉没必要', ['complaint']],
    ['谁说投诉没必要', ['complaint']],
    ['你说投诉没必要，我偏要投诉', ['complaint']],
    ['你们客服说投诉倒不至于', ['complaint']],
    ['你觉得投诉没必要是吧', ['complaint']],
    ['投诉不是没必要', ['complaint']],
    ['投诉不至于没人管吧', ['complaint']],
    ['不投诉倒不至于', ['complaint']],
    ['投诉倒不至于，除非你们再打', ['complaint']],
    ['投诉电话不用了', ['complaint']],
    ['投诉我不会客气的', ['complaint']],
    ['投诉不成问题', ['complaint']],
    ['投诉了也没用', ['complaint']],
    ['投诉有必要', ['complaint']],
    ['投诉不行吗', ['complaint']],
    ['投诉不就行了', ['complaint']],
    ['投诉都不用想', ['complaint']],
    ['投诉用不着跟你说', ['complaint']],
    ['投诉你们我一点都不用犹豫', ['complaint']],
    ['再不处理投诉就不用说了肯定的', ['complaint']],
    ['投诉不用了是吗我已经投诉了', ['complaint']],
    ['投诉不会有人管', ['complaint']],
    ['投诉没必要怕你们', ['complaint']],
    ['投诉就算了吗', ['complaint']],
    ['投诉算了，我直接打12315', ['complaint', 'regulator']],
    ['拉黑算了', ['opt-out']],
    ['退订不需要了', ['opt-out']],
    ['退订不用了谢谢', ['opt-out']],
    ['取消来电不需要了', ['opt-out']],
    ['退订，不需要了', ['opt-out']],
    ['拉黑一下就不用打了谢谢', ['opt-out']],
    ['投诉过了不用了', ['complaint']],
    ['你们不处理投诉就算了还骂我', ['complaint']],
    ['投诉也就算了还骂人', ['complaint']],
    ['直接拉黑就不用再打了', ['opt-out']],
    ['拉黑我就不用接你们电话了', ['opt-out']],
    ['退订了就不用再收短信了', ['opt-out']],
    ['退订就不用收短信了吧', ['opt-out']],
    ['把我的号码删了就不用打了', ['opt-out']],
    ['把我号码删了就算了', ['opt-out']],
    ['退款不用了吗', ['asks-refund']],
    ['退钱就不用投诉', ['asks-refund', '(complaint)']],
    ['不要再打电话没必要', ['opt-out']],
    ['不要再打了，没必要', ['opt-out']],
    ['别打了，不用了', ['opt-out']],
    ['不要再打电话就不用了', ['opt-out']],
    ['拉黑，再打就投诉', ['opt-out', 'complaint']],
    ['拉黑不用你们同意', ['opt-out']],
    ['我不需要，拉黑吧', ['opt-out']],
    ['不用了，把我拉黑', ['opt-out']],
    ['拉黑吧，不用了', ['opt-out']],
    ['投诉倒不至于，但是再打我就投诉', ['(complaint)', 'complaint']],
  ])('%s: stands, %j', (text, ids) => {
    expect(meant('zh', text)).toEqual(ids);
  });

  it.each([
    ["A complaint isn't necessary", ['(complaint)']],
    ['A complaint is not really needed.', ['(complaint)']],
    ["Complaining won't be necessary, I just want to know", ['(complaint)']],
    ['A complaint would be going too far', ['(complaint)']],
    ["Making a complaint isn't worth it", ['(complaint)']],
    ['A complaint? No need.', ['(complaint)']],
    ["I'm not saying I'd complain", ['(complaint)']],
    ['Refund? No need.', []],
    ["A refund isn't necessary", []],
    ["Unsubscribing? I mean, unsubscribe isn't necessary", ['(opt-out)']],
  ])('%s: %j', (text, ids) => {
    expect(meant('en', text)).toEqual(ids);
  });

  it.each([
    ["A complaint isn't necessary?", ['complaint']],
    ["Why do you say a complaint isn't necessary", ['complaint']],
    ["Don't tell me a complaint isn't necessary", ['complaint']],
    ["A complaint isn't necessary if you refund me", ['complaint', 'asks-refund']],
    ["A complaint isn't necessary, unless you call again", ['complaint']],
    ['A complaint? No, a lawsuit. I will see you in court', ['complaint']],
    ['I want to complain, no need to explain', ['complaint']],
    ['Do not call me again, no need', ['opt-out']],
    ["Take me off your list, it isn't necessary to call", ['opt-out']],
    ['I will complain, never mind the refund', ['complaint', 'asks-refund']],
    ['A complaint is necessary', ['complaint']],
  ])('%s: stands, %j', (text, ids) => {
    expect(meant('en', text)).toEqual(ids);
  });

  it('is not in what comes after a pause, which may be about something else', () => {
    const line = (text: string, startMs: number) => ({ leg: 'customer' as const, startMs, endMs: startMs + 900, text });
    const denied = (...texts: string[]) =>
      findIntents(
        texts.map((text, index) => line(text, index * 1_500)),
        builtInIntents('zh'),
      ).flatMap(({ id, denied: isDenied }) => (isDenied ? [id] : []));
    expect(denied('投诉', '不用了')).toEqual([]);
    expect(denied('投诉', '就不用了')).toEqual([]);
    expect(denied('投诉就不用了')).toEqual(['complaint']);
  });

  it('is told as a denial, with the words denied and what was said beside them', () => {
    const lines = [{ leg: 'customer' as const, startMs: 0, endMs: 3_000, text: '投诉倒不至于，但是再打我就举报' }];
    expect(deniedIntents(lines, builtInIntents('zh'))).toMatchObject([
      { intentId: 'complaint', words: '投诉', otherwise: '  倒不至于，但是再打我就举报' },
    ]);
  });
});
