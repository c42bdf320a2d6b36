import { practiceCustomerSchema, type PracticeCustomer } from '../../contracts/practice';
import type { PracticeEvent } from '../events';
import type { PracticePbx } from '../pbx';
import type { VoiceLibrary } from '../voice-library';

/** A practice customer for tests; what is not given is plain. */
export function customer(
  extension: string,
  onInvite: PracticeCustomer['onInvite'],
  steps: PracticeCustomer['steps'] = [],
): PracticeCustomer {
  return practiceCustomerSchema.parse({
    customerId: `customer-${extension}`,
    extension,
    name: `测试 "${extension}"`,
    language: 'zh',
    voice: 'test',
    story: { zh: '测试', en: 'test' },
    onInvite,
    steps,
  });
}

/** A voice library in which every clip is 40 ms of a constant. */
export const constantVoices: VoiceLibrary = {
  clips: new Map(),
  samples: (_id, sampleRateHz) => Promise.resolve(new Int16Array(sampleRateHz / 25).fill(8000)),
};

type Named<K extends PracticeEvent['event']> = Extract<PracticeEvent, { event: K }>;

/** Remembers the events of a PBX, so that a test can wait for one whether it has come or is still to come. */
export function eventsOf(pbx: PracticePbx): {
  seen: PracticeEvent[];
  next<K extends PracticeEvent['event']>(name: K, matches?: (event: Named<K>) => boolean): Promise<Named<K>>;
} {
  const seen: PracticeEvent[] = [];
  pbx.events.on('event', (event) => seen.push(event));
  return {
    seen,
    next(name, matches = () => true) {
      const isIt = (event: PracticeEvent): event is Named<typeof name> =>
        event.event === name && matches(event as Named<typeof name>);
      const known = seen.find(isIt);
      if (known) return Promise.resolve(known);
      return new Promise((resolve) => {
        const listener = (event: PracticeEvent): void => {
          if (!isIt(event)) return;
          pbx.events.off('event', listener);
          resolve(event);
        };
        pbx.events.on('event', listener);
      });
    },
  };
}
