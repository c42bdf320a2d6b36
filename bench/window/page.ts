/** What the benchmark runs inside an Electron window; bundled, with the parts of the window that it measures. */
export { inviteDelays } from './invite-delays';
export { drainOutbox } from './drain-outbox';
export { openAnswerers } from './answer-delays';
export { openCall } from './bench-call';
