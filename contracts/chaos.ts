import { z } from 'zod';

const seconds = z.number().min(0).max(3_600);
const direction = z.enum(['from-desk', 'to-desk', 'both']);

/** What is done to a practice call. `forSeconds`: how long it lasts; then all is well again. */
const faultSchema = z.discriminatedUnion('type', [
  /** The WebSocket is cut, as a cable is; a new one comes through. */
  z.strictObject({ type: z.literal('drop') }),
  /** No WebSocket can be opened. */
  z.strictObject({ type: z.literal('away'), forSeconds: seconds }),
  /** The WebSocket stays open and carries nothing. */
  z.strictObject({ type: z.literal('stall'), forSeconds: seconds }),
  /** Every SIP message is late. */
  z.strictObject({ type: z.literal('delay'), delayMs: z.number().int().min(1).max(60_000), forSeconds: seconds }),
  /** A share of the media packets, 0 to 1, is lost; 1 in one direction is one-way audio. */
  z.strictObject({
    type: z.literal('loss'),
    share: z.number().min(0).max(1),
    direction: direction.default('both'),
    forSeconds: seconds,
  }),
  /** The media path dies and the WebSocket is cut: another network. */
  z.strictObject({ type: z.literal('path-change') }),
  /** The practice PBX ends and comes back: its calls are gone. */
  z.strictObject({ type: z.literal('pbx-restart'), forSeconds: seconds }),
  z.strictObject({ type: z.literal('ears-kill') }),
  /** SIGKILL to the app, which is started again at once. */
  z.strictObject({ type: z.literal('app-kill') }),
]);
export type ChaosFault = z.infer<typeof faultSchema>;

/** Seconds after the beginning, or the nth SIP message of a kind (`INVITE`, `BYE`, `200`; keep-alive excluded). */
const momentSchema = z.union(
  [
    z.strictObject({ seconds }),
    z.strictObject({
      message: z.string().min(1),
      direction: direction.default('both'),
      nth: z.number().int().min(1).default(1),
    }),
  ],
  { error: 'Expected { "seconds": 6 } or { "message": "BYE", "nth": 2, "direction": "from-desk" }' },
);
export type ChaosMoment = z.infer<typeof momentSchema>;

/** `npm start -- --chaos FILE`: faults over practice calls (docs/reliability.md). */
export const chaosScheduleSchema = z.strictObject({
  name: z.string().min(1).max(200),
  /** Decides which packets are lost; the same seed loses the same ones. */
  seed: z.number().int().min(0).default(1),
  /** How long practice calls are made, one after another. */
  seconds: z.number().min(5).max(3_600),
  faults: z.array(z.strictObject({ at: momentSchema, fault: faultSchema })).min(1),
});
export type ChaosSchedule = z.infer<typeof chaosScheduleSchema>;
