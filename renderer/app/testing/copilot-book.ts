import { cueBookSchema } from '../../../contracts/cues';
import type { SpeechEvent } from '../../../contracts/speech';
import type { EarsClient } from '../../copilot/ears-client';

export const callId = '0193e0a0-0000-7000-8000-000000000001';

/** A book with a card of each kind that the copilot of a call deals with. */
export const copilotBook = cueBookSchema.parse({
  name: 'test',
  language: 'zh',
  version: 1,
  script: [
    {
      id: 'greet',
      title: '开场',
      line: '请问是{客户}吗？',
      mustSay: ['录音'],
      next: [{ to: 'save', when: { any: [{ heard: ['太贵'] }, { form: { key: 'age', atLeast: 60 } }] } }],
    },
    { id: 'close', title: '结束', line: '再见', last: true },
    { id: 'save', title: '优惠', line: '有优惠' },
  ],
  cues: [
    { id: 'price', title: '嫌贵', phrases: ['太贵'], lines: ['我理解。'], action: 'offer' },
    {
      id: 'contract',
      title: '合同',
      phrases: ['合同'],
      lines: ['{客户}，合同给您发过去。', '[我是{姓名}。]'],
      action: 'inform',
    },
    { id: 'invoice', title: '发票', phrases: ['发票'], coolDownMs: 0, lines: ['…'], action: 'inform' },
    {
      id: 'quiet',
      title: '冷场',
      when: { all: [{ silenceSeconds: 5 }, { stage: 'greet' }, { customer: { label: '等级', is: '金卡' } }] },
      lines: ['您还在吗？'],
      action: 'inform',
    },
    {
      id: 'stop',
      title: '免呼',
      phrases: ['别再打'],
      when: { intent: 'opt-out' },
      lines: ['好的。'],
      action: 'opt-out',
      priority: 1,
    },
    { id: 'senior', title: '长者', when: { form: { key: 'age', atLeast: 60 } }, lines: ['…'], action: 'inform' },
    { id: 'angry', title: '生气', when: { emotion: 'angry' }, lines: ['请慢慢说。'], action: 'inform' },
    { id: 'loud', title: '提高嗓门', when: { emotion: 'raised-voice' }, lines: ['…'], action: 'inform' },
  ],
});

/** What the ears tell of a phrase that the customer said. */
export function keyword(
  id: string,
  phrase: string,
  type: 'keyword' | 'keyword-confirmed' | 'keyword-withdrawn',
): SpeechEvent {
  const said = { callId, id, phrase, leg: 'customer' as const, startMs: 900, endMs: 1_200, score: 0.4 };
  return type === 'keyword' ? { ...said, type, ear: 'fast', confirmed: false } : { ...said, type, ear: 'careful' };
}

/** Ears that only say what they were asked. */
export function noting(asked: (what: string) => void): Pick<EarsClient, 'startCall' | 'frame' | 'endCall'> {
  return {
    startCall: ({ keywords, spokenLanguage, noiseFilter }) =>
      asked(
        `listen for ${keywords.map(({ phrase }) => phrase).join(', ')} in ${spokenLanguage ?? 'its own'} (${noiseFilter ?? 'off'})`,
      ),
    frame: ({ leg, sequence }) => asked(`${leg} ${String(sequence)}`),
    endCall: (id) => asked(id === callId ? 'listen no more' : 'another call'),
  };
}

/** What a browser keeps, in a map that a test may replace. */
export const storageOf = (kept: () => Map<string, string>) => ({
  getItem: (key: string) => kept().get(key) ?? null,
  setItem: (key: string, value: string) => void kept().set(key, value),
  removeItem: (key: string) => void kept().delete(key),
});
