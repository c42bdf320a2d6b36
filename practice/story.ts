import { assertNever } from '../contracts/errors';
import type { PracticeCustomer } from '../contracts/practice';

/** So much speech over a customer's line counts as the agent's turn. */
const TALKED_OVER_MS = 800;

export type StoryStep = PracticeCustomer['steps'][number];

/** What a customer hears and lives through. Time is the call's own: it stands still while the call is on hold. */
export type StoryEvent =
  | { type: 'answered'; atMs: number }
  | { type: 'tick'; atMs: number; agentSpeaking: boolean }
  | { type: 'dtmf'; atMs: number; digit: string }
  | { type: 'line-finished'; atMs: number };

export type StoryEffect = { type: 'say'; step: number; clips: readonly string[] } | { type: 'hang-up' };

/**
 * A customer's part in a call, as pure logic:
 *
 *     idle --answered--> waiting --its `when` came true--> speaking --line-finished--> waiting (next step)
 *                                                             |                          | no step left
 *                                                             +-- then: hang-up --> ended | listening
 *
 * An agent who talks over a line for a while has had a turn: the next line comes once both were quiet for `quietMs`. A
 * short sound of agreement in the middle of a line is no turn.
 *
 * A step without clips goes from waiting straight to its `then`. An event that means nothing in a phase is ignored: a
 * digit or a word in the middle of a line does not interrupt it.
 */
export class Story {
  private readonly steps: readonly StoryStep[];
  private phase: 'idle' | 'waiting' | 'speaking' | 'listening' | 'ended' = 'idle';
  private step = 0;
  private answeredAtMs = 0;
  private waitingSinceMs = 0;
  private agentSpokeInThisTurn = false;
  private agentLastSpokeAtMs = 0;
  private talkedOverMs = 0;
  private lastTickAtMs = 0;

  constructor(steps: readonly StoryStep[]) {
    this.steps = steps;
  }

  /** Takes one event and returns what the customer does because of it. */
  handle(event: StoryEvent): StoryEffect[] {
    switch (event.type) {
      case 'answered':
        if (this.phase !== 'idle') return [];
        this.answeredAtMs = event.atMs;
        this.waitFor(0, event.atMs);
        return [];
      case 'tick':
        this.listen(event.atMs, event.agentSpeaking);
        return this.isDue(event.atMs) ? this.take(event.atMs) : [];
      case 'dtmf': {
        const when = this.phase === 'waiting' ? this.steps[this.step]?.when : undefined;
        return when?.type === 'dtmf' && when.digit === event.digit ? this.take(event.atMs) : [];
      }
      case 'line-finished':
        return this.phase === 'speaking' ? this.finish(event.atMs) : [];
      default:
        return assertNever(event);
    }
  }

  private listen(atMs: number, agentSpeaking: boolean): void {
    if (agentSpeaking) {
      this.agentLastSpokeAtMs = atMs;
      if (this.phase === 'speaking') this.talkedOverMs += atMs - this.lastTickAtMs;
      else this.agentSpokeInThisTurn = true;
    }
    this.lastTickAtMs = atMs;
  }

  private isDue(atMs: number): boolean {
    const when = this.phase === 'waiting' ? this.steps[this.step]?.when : undefined;
    if (!when) return false;
    const waitedMs = atMs - this.waitingSinceMs;
    switch (when.type) {
      case 'answered':
        return atMs - this.answeredAtMs >= when.afterMs;
      case 'after':
        return waitedMs >= when.afterMs;
      case 'agent-stopped':
        if (!this.agentSpokeInThisTurn) return waitedMs >= when.patienceMs;
        return atMs - Math.max(this.agentLastSpokeAtMs, this.waitingSinceMs) >= when.quietMs;
      case 'dtmf':
        return false;
      default:
        return assertNever(when);
    }
  }

  private take(atMs: number): StoryEffect[] {
    const clips = this.steps[this.step]?.say ?? [];
    if (clips.length === 0) return this.finish(atMs);
    this.phase = 'speaking';
    return [{ type: 'say', step: this.step, clips }];
  }

  private finish(atMs: number): StoryEffect[] {
    if (this.steps[this.step]?.then === 'hang-up') {
      this.phase = 'ended';
      return [{ type: 'hang-up' }];
    }
    this.waitFor(this.step + 1, atMs);
    return [];
  }

  private waitFor(step: number, atMs: number): void {
    this.step = step;
    this.phase = step < this.steps.length ? 'waiting' : 'listening';
    this.waitingSinceMs = atMs;
    this.agentSpokeInThisTurn = this.talkedOverMs >= TALKED_OVER_MS;
    this.talkedOverMs = 0;
  }
}
