import { describe, expect, it } from 'vitest';
import type { SpeechEvent } from '../../contracts/speech';
import { SidetoneError } from '../../contracts/errors';
import { settingsSchema } from '../../contracts/settings';
import { createAppStore } from '../ui/model';
import { SayFlow, type Listen } from './say-flow';
import { cueBookSchema } from '../../contracts/cues';
import mandarin from '../../domain/cue-books/zh.json';

const book = cueBookSchema.parse(mandarin);

function desk(listen?: Listen) {
  const store = createAppStore();
  const log: string[] = [];
  let give: (() => void) | null = null;
  const flow = new SayFlow(
    {
      store,
      ears: {
        startCall: ({ callId, language, spokenLanguage = 'book', noiseFilter = 'off' }) =>
          void log.push(`start ${callId} ${language} ${spokenLanguage} ${noiseFilter}`),
        frame: ({ callId, leg, sequence }) => void log.push(`frame ${callId} ${leg} ${String(sequence)}`),
        endCall: (callId) => void log.push(`end ${callId}`),
      },
      settings: () => settingsSchema.parse({ copilot: { spokenLanguage: 'yue', noiseFilter: 'both' } }),
    },
    listen ??
      (async (_audio, frame) => {
        give = () => frame(new Float32Array(512), 7, 224);
        return () => void log.push('let go');
      }),
  );
  const view = () => store.getState().cueBook;
  return { store, flow, log, view, give: () => give?.() };
}

const word = { leg: 'customer', id: '1', phrase: '太贵', startMs: 0, endMs: 1, score: 0.5, ear: 'fast' } as const;

describe('what is said to the tester', () => {
  it('goes to the ears as the side that is tried, and what they write is tried', async () => {
    const { flow, log, view, give } = desk();
    await flow.start(book, 'customer');
    give();
    const [callId = ''] = /said to the tester 1/.exec(log[0] ?? '') ?? [];
    expect(log).toEqual([`start ${callId} zh yue both`, `frame ${callId} customer 7`]);
    const says = (event: Omit<Extract<SpeechEvent, { type: 'transcript' | 'transcript-partial' }>, 'callId'>) =>
      flow.handle({ ...event, callId });
    flow.handle({ type: 'keyword', callId, ...word, confirmed: false });
    says({ type: 'transcript-partial', leg: 'customer', startMs: 0, endMs: 9, text: '这个太' });
    expect(view().saying).toMatchObject({
      sentence: '这个太',
      heard: [{ phrase: '太贵', score: 0.5, state: 'heard' }],
    });
    flow.handle({ type: 'keyword-confirmed', callId, ...word, score: 1, ear: 'careful' });
    says({ type: 'transcript', leg: 'customer', startMs: 0, endMs: 9, text: '这个太贵了' });
    expect(view().saying).toMatchObject({ sentence: '', heard: [{ score: 0.5, ear: 'fast', state: 'confirmed' }] });
    expect(view().said).toEqual([{ leg: 'customer', text: '这个太贵了' }]);
    // What was said last is still heard out after the end.
    flow.stop();
    says({ type: 'transcript', leg: 'customer', startMs: 10, endMs: 19, text: '能便宜吗' });
    expect(view().saying).toBeNull();
    expect(view().said).toHaveLength(2);
    expect(log.slice(2)).toEqual(['let go', `end ${callId}`]);
    flow.handle({ type: 'transcript', callId: 'a call', leg: 'customer', startMs: 0, endMs: 9, text: '喂' });
    expect(view().said).toHaveLength(2);
  });

  it('gives way to a call', async () => {
    const { store, flow, log, view } = desk();
    await flow.start(book, 'agent');
    store.setState({ incoming: {} as never });
    expect(log.slice(1)[0]).toBe('let go');
    expect(view().saying).toBeNull();
    await flow.start(book, 'agent');
    expect(view().saying?.trouble?.code).toBe('ears-in-call');
  });

  it('says what is wrong with the microphone', async () => {
    const { flow, log, view } = desk(() => Promise.reject(new SidetoneError('microphone-denied', 'No.')));
    await flow.start(book, 'agent');
    expect(view().saying?.trouble?.code).toBe('microphone-denied');
    expect(log.at(-1)).toMatch(/^end/);
  });

  it('lets a microphone go that comes when nobody wants it any more', async () => {
    const opened: { give(): void; refuse(): void }[] = [];
    let log: string[] = [];
    const { store, flow, view, ...made } = desk(
      () =>
        new Promise((resolve, reject) => {
          const name = `let ${String(opened.length + 1)} go`;
          opened.push({
            give: () => resolve(() => void log.push(name)),
            refuse: () => reject(new SidetoneError('microphone-denied', 'No.')),
          });
        }),
    );
    log = made.log;
    const first = flow.start(book, 'agent');
    const second = flow.start(book, 'customer');
    opened[0]?.give();
    await first;
    expect(log.filter((line) => !line.startsWith('start'))).toEqual(['end said to the tester 1', 'let 1 go']);
    store.setState({ incoming: {} as never });
    opened[1]?.give();
    await second;
    expect(log.slice(-2)).toEqual(['end said to the tester 2', 'let 2 go']);
    expect(view().saying).toBeNull();
    store.setState({ incoming: null });
    const third = flow.start(book, 'agent');
    flow.stop();
    opened[2]?.refuse();
    await third;
    expect(view().saying).toBeNull();
  });
});
