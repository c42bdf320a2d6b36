import { beforeEach, describe, expect, it } from 'vitest';
import type { ShownCard } from '../../contracts/cues';
import type { SpeechEvent } from '../../contracts/speech';
import type { CardCounts } from '../../domain/card-budget';
import type { CallAudioListener } from '../audio/call-audio';
import { createAppStore, createLevelsStore, type AppStore, type LevelsStore } from '../ui/model';
import { leadingCard } from '../../domain/cues';
import { builtInFields } from '../../domain/review/built-in';
import { CallCopilot } from './call-copilot';
import { CardLearning } from './card-learning';
import { learningOf } from './team-learning';
import { callId, copilotBook as book, keyword, noting, storageOf } from './testing/copilot-book';

let store: AppStore;
let levels: LevelsStore;
let asked: string[];
let cards: ShownCard[];
let optOuts: (ShownCard | null)[];
let heard: SpeechEvent[];
let tap: CallAudioListener;
let copilot: CallCopilot;
let kept: Map<string, string>;
let team: Map<string, CardCounts>;
const storage = storageOf(() => kept);

beforeEach(() => {
  kept = new Map();
  team = new Map();
  store = createAppStore();
  levels = createLevelsStore();
  asked = [];
  cards = [];
  optOuts = [];
  heard = [];
  copilot = new CallCopilot(
    {
      callId,
      book,
      store,
      levels,
      ears: noting((what) => asked.push(what)),
      output: { deviceId: 'default', volume: 1 },
      spokenLanguage: 'yue',
      budget: { cardsPerMinute: 2, holdOutShare: 0 },
      noiseFilter: 'recogniser',
      learning: { ...learningOf(storage, null), team: (cueId) => team.get(cueId) ?? { used: 0, dismissed: 0 } },
      customer: [{ label: '等级', value: '金卡' }],
      script: { customer: '张女士', agent: '', extension: '', company: '' },
      speech: (event) => heard.push(event),
      card: (card) => cards.push(card),
      optOut: (card) => optOuts.push(card),
      echo: () => undefined,
    },
    (_callId, _output, listener) => {
      tap = listener;
      return {
        attachAgent: () => asked.push('agent'),
        attachCustomer: () => asked.push('customer'),
        setOutput: () => asked.push('output'),
        rest: () => asked.push('rest'),
        start: () => Promise.resolve(void asked.push('tap')),
        stop: () => asked.push('tap off'),
      };
    },
  );
});

const shown = () => store.getState().copilot.cards.map(({ cueId, state }) => `${cueId} ${state}`);

describe('CallCopilot', () => {
  it('shows the script with the customer’s name', () => {
    expect(store.getState().copilot.script).toMatchObject([{ line: '请问是张女士吗？' }, {}, {}]);
  });

  it('shows what a card says with the names of the call, and no line of which nothing is known', () => {
    copilot.handle(keyword('k1', '合同', 'keyword'));
    expect(store.getState().copilot.cards).toMatchObject([{ lines: ['张女士，合同给您发过去。'] }]);
  });

  it('listens for the book’s phrases from the start to the end of the call', async () => {
    await copilot.start({} as MediaStream);
    tap.frame({ type: 'frame', callId, leg: 'agent', sequence: 7, captureTimeMs: 0, pcm: new Float32Array(512) });
    tap.levels(0.5, 0.2);
    expect(levels.getState()).toEqual({ agent: 0.5, customer: 0.2 });
    copilot.stop();
    expect(asked).toEqual([
      'listen for 太贵, 合同, 发票, 别再打 in yue (recogniser)',
      'tap',
      'agent 7',
      'tap off',
      'listen no more',
    ]);
    expect(levels.getState()).toEqual({ agent: 0, customer: 0 });
  });

  it('asks rules about silence once a second, by the clock of the frames', async () => {
    await copilot.start({} as MediaStream);
    const frame = (captureTimeMs: number) => {
      for (const leg of ['agent', 'customer'] as const)
        tap.frame({
          type: 'frame',
          callId,
          leg,
          sequence: captureTimeMs / 32,
          captureTimeMs,
          pcm: new Float32Array(512),
        });
    };
    copilot.handle({ type: 'speech-start', callId, leg: 'customer', startMs: 0 });
    copilot.handle({ type: 'speech-end', callId, leg: 'customer', startMs: 0, endMs: 1_600 });
    frame(6_400);
    expect(shown()).toEqual([]);
    frame(6_720);
    expect(shown()).toEqual([]);
    frame(7_424);
    expect(shown()).toEqual(['quiet confirmed']);
  });

  it('acts on an opt-out that no phrase of the book names, once it is written down', () => {
    const line = { type: 'transcript', callId, leg: 'customer', startMs: 0, endMs: 900 } as const;
    copilot.handle({ ...line, text: '我没有说不要再打电话' });
    expect(optOuts).toEqual([]);
    copilot.handle({ ...line, startMs: 2_000, endMs: 3_000, text: '以后不要再给我打电话了' });
    expect(optOuts.map((card) => card?.cueId)).toEqual(['stop']);
    expect(shown()).toEqual(['stop confirmed']);
  });

  it('shows what waits for a feeling: a raised voice at once, anger when its words are written down', () => {
    const voice = (at: number, levelDb: number, pitchHz: number) =>
      ({ type: 'voice', callId, leg: 'customer', startMs: at, endMs: at + 900, levelDb, pitchHz }) as const;
    const felt = () => shown().filter((card) => !card.startsWith('quiet'));
    for (const at of [0, 2_000, 4_000]) copilot.handle(voice(at, -26, 120));
    expect(felt()).toEqual([]);
    copilot.handle(voice(6_000, -17, 150));
    expect(felt()).toEqual(['loud confirmed']);
    const line = { type: 'transcript', callId, leg: 'customer', startMs: 6_000, endMs: 6_900 } as const;
    copilot.handle({ ...line, text: '我要投诉你们' });
    expect(felt()).toEqual(['loud confirmed', 'angry confirmed']);
  });

  it('follows the script: the branch by what was said, and the agent’s own words ticked', () => {
    const script = () => store.getState().copilot;
    expect(script()).toMatchObject({ scriptIndex: 0, scriptNext: 1, scriptTicked: [] });
    const line = { type: 'transcript', callId, startMs: 0, endMs: 900 } as const;
    copilot.handle({ ...line, leg: 'customer', text: '太贵了' });
    expect(script().scriptNext).toBe(2);
    copilot.handle({ ...line, leg: 'agent', text: '本次通话会录音' });
    expect(script().scriptTicked).toEqual(['greet']);
    store.setState((model) => ({ copilot: { ...model.copilot, scriptIndex: 1, scriptNext: 2 } }));
    expect(script().scriptNext).toBeNull();
  });

  it('keeps to the budget of cards a minute, and shows less what the agent always dismisses', () => {
    const hear = (id: string, phrase: string, endMs: number) =>
      copilot.handle({ ...keyword(id, phrase, 'keyword'), startMs: endMs - 300, endMs } as SpeechEvent);
    const leads = () => leadingCard(store.getState().copilot.cards)?.cueId ?? null;
    hear('k1', '太贵', 1_000);
    expect(leads()).toBe('price');
    copilot.mark('price-1', 'dismissed');
    expect(new CardLearning(storage).counts('price')).toEqual({ used: 0, dismissed: 1 });
    copilot.mark('price-1', 'dismissed');
    expect(new CardLearning(storage).counts('price')).toEqual({ used: 0, dismissed: 1 });
    hear('k2', '合同', 2_000);
    expect(leads()).toBe('contract');
    copilot.mark('contract-2', 'used');
    hear('k3', '发票', 3_000);
    expect(leads()).toBeNull();
    expect(store.getState().copilot.cards.at(-1)).toMatchObject({ cueId: 'invoice', withheld: 'budget' });
    hear('k4', '别再打', 4_000);
    expect(leads()).toBe('stop');
    const invoice = { cueId: 'invoice', title: '发票', priority: 5, action: 'inform' } as const;
    for (let count = 0; count < 30; count += 1) new CardLearning(storage).note(invoice, 'dismissed');
    hear('k5', '发票', 90_000);
    const invoices = store.getState().copilot.cards.filter(({ cueId }) => cueId === 'invoice');
    expect(invoices.map(({ withheld }) => withheld)).toEqual(['budget', 'seldom-used']);
    new CardLearning(storage).reset();
    expect(new CardLearning(storage).counts('invoice')).toEqual({ used: 0, dismissed: 0 });
  });

  it('shows a card, and goes on with the script, by what the agent confirmed of the form', () => {
    const state = (status: 'proposed' | 'confirmed') =>
      store.setState({
        form: {
          ...{
            recordId: callId,
            form: builtInFields('zh'),
            answeredAtMs: 0,
            callAt: '2026-11-28T10:00',
            country: 'CN',
          },
          fields: [{ key: 'age', status, value: { type: 'age', value: 70 }, troubles: [] }],
        },
      });
    const seen = () => [...shown(), store.getState().copilot.scriptNext];
    state('proposed');
    expect(seen()).toEqual(['senior hearing', 1]);
    state('confirmed');
    expect(seen()).toEqual(['senior confirmed', 2]);
  });

  it('shows a card less sooner where the team puts it away too', () => {
    const invoice = { cueId: 'invoice', title: '发票', priority: 5, action: 'inform' } as const;
    const withheld = (id: string) => {
      copilot.handle(keyword(id, '发票', 'keyword'));
      return store.getState().copilot.cards.at(-1)?.withheld ?? null;
    };
    for (let count = 0; count < 4; count += 1) new CardLearning(storage).note(invoice, 'dismissed');
    expect(withheld('k1')).toBeNull();
    team.set('invoice', { used: 0, dismissed: 100 });
    expect(withheld('k2')).toBe('seldom-used');
    new CardLearning(storage).reset();
    expect(withheld('k3')).toBeNull();
  });

  it('shows what both sides said, by when it was said, also after another line was in front', async () => {
    const said = (leg: 'agent' | 'customer', startMs: number, text: string) =>
      copilot.handle({ type: 'transcript', callId, leg, startMs, endMs: startMs + 900, text });
    const captions = () => store.getState().copilot.captions.map(({ leg, text }) => `${leg}: ${text}`);
    await copilot.start({} as MediaStream);
    said('customer', 3_000, '太贵了');
    said('agent', 1_000, '您好');
    expect(captions()).toEqual(['agent: 您好', 'customer: 太贵了']);
    copilot.rest();
    said('customer', 5_000, '喂？');
    store.setState((model) => ({ copilot: { ...model.copilot, captions: [] } }));
    await copilot.wake({} as MediaStream);
    expect(captions()).toEqual(['agent: 您好', 'customer: 太贵了', 'customer: 喂？']);
  });

  it('shows a card as heard, confirms it, withdraws another', () => {
    copilot.handle(keyword('k1', '太贵', 'keyword'));
    expect(shown()).toEqual(['price hearing']);
    copilot.handle(keyword('k1', '太贵', 'keyword-confirmed'));
    copilot.handle(keyword('k2', '别再打', 'keyword'));
    copilot.handle(keyword('k2', '别再打', 'keyword-withdrawn'));
    expect(shown()).toEqual(['price confirmed', 'stop withdrawn']);
    expect(cards.map(({ state }) => state)).toEqual(['hearing', 'confirmed', 'hearing', 'withdrawn']);
    expect(optOuts).toEqual([]);
  });

  it('takes an opt-out back that was confirmed before it turned out to be denied, and tells of it when it is meant', () => {
    const say = (text: string, startMs: number) =>
      copilot.handle({ type: 'transcript', callId, leg: 'customer', startMs, endMs: startMs + 1_500, text });
    copilot.handle(keyword('k1', '别再打', 'keyword'));
    copilot.handle(keyword('k1', '别再打', 'keyword-confirmed'));
    expect(optOuts.map((card) => card?.cueId)).toEqual(['stop']);
    say('我不是说别再打。', 0);
    expect(shown()).toEqual(['stop withdrawn']);
    expect(optOuts.at(-1)).toBeNull();
    say('算了，你们别再打了。', 5_000);
    expect(shown()).toContain('stop confirmed');
    expect(optOuts.map((card) => card?.cueId)).toEqual(['stop', undefined, 'stop']);
  });

  it('does not act on a draft: the sentence may deny its words yet', () => {
    copilot.handle(keyword('k1', '别再打', 'keyword'));
    copilot.handle({ ...keyword('k1', '别再打', 'keyword-confirmed'), draft: true } as SpeechEvent);
    expect([shown(), optOuts]).toEqual([['stop hearing'], []]);
    copilot.handle({ type: 'transcript', callId, leg: 'customer', startMs: 0, endMs: 1_500, text: '我不是说别再打' });
    copilot.handle(keyword('k1', '别再打', 'keyword-confirmed'));
    expect([shown(), optOuts]).toEqual([['stop withdrawn'], []]);
  });

  it('acts on a draft where the sentence is not read to its end: the ears died, or the call is over', () => {
    for (const [id, end] of [
      ['k1', () => copilot.handle({ type: 'gap', callId, leg: 'customer', atMs: 2_000, lostFrames: 30 })],
      ['k2', () => copilot.settle()],
    ] as const) {
      copilot.handle({ ...keyword(id, '别再打', 'keyword-confirmed'), draft: true } as SpeechEvent);
      end();
      expect(heard.filter((event) => event.type === 'keyword-confirmed' && !event.draft)).toMatchObject([{ id }]);
      heard = [];
    }
    expect(optOuts).toMatchObject([{ cueId: 'stop' }]);
  });

  it('tells of an opt-out once, when it is confirmed', () => {
    copilot.handle(keyword('k1', '别再打', 'keyword'));
    expect(optOuts).toEqual([]);
    copilot.handle(keyword('k1', '别再打', 'keyword-confirmed'));
    copilot.handle(keyword('k2', '别再打', 'keyword-confirmed'));
    expect(optOuts.map((card) => card?.cueId)).toEqual(['stop']);
  });

  it('goes on with last words and marks after the end of the call, until the next one is shown', () => {
    copilot.handle(keyword('k1', '太贵', 'keyword'));
    copilot.stop();
    copilot.handle({ type: 'transcript', callId, leg: 'customer', startMs: 0, endMs: 900, text: '太贵了' });
    copilot.mark('price-1', 'dismissed');
    expect(store.getState().copilot.captions).toHaveLength(1);
    expect(shown()).toEqual(['price dismissed']);
    store.setState((model) => ({ copilot: { ...model.copilot, recordId: 'next', cards: [], captions: [] } }));
    copilot.handle({ type: 'transcript', callId, leg: 'customer', startMs: 1_000, endMs: 1_900, text: '再见' });
    expect(store.getState().copilot.captions).toEqual([]);
    expect(shown()).toEqual([]);
  });

  it('has heard all when every listening is heard out, and shows nothing after the wrap-up', async () => {
    copilot.stop();
    const all = copilot.listenedOut.all();
    copilot.leaveScreen();
    copilot.handle({ type: 'transcript', callId, leg: 'customer', startMs: 0, endMs: 900, text: '再见' });
    copilot.listenedOut.heardOut(callId);
    expect([heard.length, store.getState().copilot.captions]).toEqual([1, []]);
    await all;
  });

  it('takes the agent’s word for a card', () => {
    copilot.handle(keyword('k1', '太贵', 'keyword'));
    copilot.mark('price-1', 'used');
    copilot.handle(keyword('k1', '太贵', 'keyword-withdrawn'));
    expect(shown()).toEqual(['price used']);
  });

  it('counts lost frames, and leaves another call’s events alone', () => {
    copilot.handle({ type: 'gap', callId, leg: 'agent', atMs: 10, lostFrames: 3 });
    copilot.handle({ type: 'gap', callId, leg: 'agent', atMs: 20, lostFrames: 4 });
    copilot.handle({ ...keyword('k1', '太贵', 'keyword'), callId: 'other' });
    expect(store.getState().copilot.lostFrames).toBe(7);
    expect(heard).toHaveLength(2);
    expect(shown()).toEqual([]);
  });
});
