import { OutboxSender, windowTimers, type SenderState } from '../records/outbox-sender';
import type { RecordStore } from '../records/store';
import type { AppStore, SyncView } from '../ui/model';

export type Outbox = OutboxSender;

/** What the status bar says of the sender. */
export function syncOf(sync: SyncView, state: SenderState): SyncView {
  switch (state.type) {
    case 'waiting':
    case 'needs-enrolment':
      return {
        ...sync,
        serverState: 'offline',
        trouble: { code: state.failure.code, message: state.failure.message },
      };
    case 'idle':
      return { ...sync, serverState: 'online', trouble: null };
    case 'sending':
    case 'stopped':
      return sync;
  }
}

/** Starts to carry the outbox to the server. */
export function createOutbox(store: AppStore, records: RecordStore, serverUrl: string, token: string): Outbox {
  const sender = new OutboxSender({
    store: records,
    fetch: (input, init) => fetch(input, init),
    serverUrl,
    deviceToken: () => token,
    timers: windowTimers,
    random: Math.random,
    network: window,
    onState: (state) => store.setState((model) => ({ sync: syncOf(model.sync, state) })),
  });
  sender.start();
  return sender;
}
