import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SidetoneError } from '../contracts/errors';
import { canCall, reduceCall } from './call-machine';
import { IDLE_CALL } from './call-state';
import type { CallEffect, CallEvent, CallState } from './call-state';

const number = '8001';
const outbound: CallState = { ...IDLE_CALL, direction: 'outbound', remoteNumber: number };
const inbound: CallState = { ...IDLE_CALL, direction: 'inbound', remoteNumber: number };

/** Every state the machine tells apart. */
const states = {
  idle: IDLE_CALL,
  dialing: { ...outbound, phase: 'dialing' },
  remoteRinging: { ...outbound, phase: 'remote-ringing', ringback: true },
  ringing: { ...inbound, phase: 'ringing' },
  silenced: { ...inbound, phase: 'ringing', silenced: true },
  answering: { ...inbound, phase: 'answering' },
  takingBack: { ...outbound, phase: 'taking-back' },
  active: { ...outbound, phase: 'active' },
  holding: { ...outbound, phase: 'active', hold: 'holding' },
  held: { ...outbound, phase: 'active', hold: 'held' },
  resuming: { ...outbound, phase: 'active', hold: 'resuming' },
  ending: { ...outbound, phase: 'ending', cause: 'agent-hangup' },
  ended: { ...outbound, phase: 'ended', cause: 'agent-hangup' },
} satisfies Record<string, CallState>;
type StateName = keyof typeof states;
const stateNames = Object.keys(states) as StateName[];

const events = {
  dial: { type: 'dial', remoteNumber: number },
  invite: { type: 'invite-received', sessionId: 's2', remoteNumber: '8002' },
  takeBack: { type: 'take-back', direction: 'outbound', remoteNumber: number, muted: false, held: false },
  progress: { type: 'progress', earlyMedia: false },
  earlyMedia: { type: 'progress', earlyMedia: true },
  answer: { type: 'answer' },
  decline: { type: 'decline' },
  silence: { type: 'silence' },
  accepted: { type: 'accepted' },
  confirmed: { type: 'confirmed' },
  hangUp: { type: 'hang-up' },
  hold: { type: 'hold' },
  resume: { type: 'resume' },
  holdAccepted: { type: 'hold-accepted' },
  holdRefused: { type: 'hold-refused' },
  resumeAccepted: { type: 'resume-accepted' },
  resumeRefused: { type: 'resume-refused' },
  remoteHold: { type: 'remote-hold' },
  remoteResume: { type: 'remote-resume' },
  mute: { type: 'mute' },
  unmute: { type: 'unmute' },
  dtmf: { type: 'send-dtmf', tone: '5' },
  lost: { type: 'transport-lost' },
  restored: { type: 'transport-restored' },
  mediaLost: { type: 'media-lost' },
  mediaRestored: { type: 'media-restored' },
  remoteHungUp: { type: 'remote-hung-up', cause: 'customer-hangup', sipCode: 200 },
  failed: { type: 'failed', cause: 'busy', sipCode: 486 },
  terminated: { type: 'terminated' },
  transferred: { type: 'transferred' },
  dismissed: { type: 'dismissed' },
} satisfies Record<string, CallEvent>;
type EventName = keyof typeof events;

/**
 * One row per event, one column per state in the order of `states`:
 * `x` illegal, `=` nothing changes, `+` a flag changes but not the state, else the short name of the next state.
 */
const short: Record<string, StateName> = {
  idle: 'idle',
  dial: 'dialing',
  rrng: 'remoteRinging',
  ring: 'ringing',
  sil: 'silenced',
  ansg: 'answering',
  back: 'takingBack',
  act: 'active',
  hldg: 'holding',
  held: 'held',
  rsmg: 'resuming',
  endg: 'ending',
  end: 'ended',
};
const table: Record<EventName, string> = {
  //              idle dialing remoteRinging ringing silenced answering takingBack active holding held resuming ending ended
  dial: '           dial  x     x     x     x     x     x     x     x     x     x     x     x',
  invite: '         ring  =     =     =     =     =     =     =     =     =     =     =     =',
  takeBack: '       back  x     x     x     x     x     x     x     x     x     x     x     x',
  progress: '       x     rrng  =     x     x     x     =     x     x     x     x     =     =',
  earlyMedia: '     x     rrng  +     x     x     x     =     x     x     x     x     =     =',
  answer: '         x     x     x     ansg  ansg  x     x     x     x     x     x     x     x',
  decline: '        x     x     x     endg  endg  x     x     x     x     x     x     x     x',
  silence: '        x     x     x     sil   =     x     x     x     x     x     x     x     x',
  accepted: '       x     act   act   x     x     act   act   x     x     x     x     =     =',
  confirmed: '      x     x     x     x     x     x     x     +     +     +     +     =     =',
  hangUp: '         x     endg  endg  x     x     endg  endg  endg  endg  endg  endg  =     =',
  hold: '           x     x     x     x     x     x     x     hldg  =     =     x     x     x',
  resume: '         x     x     x     x     x     x     x     =     x     rsmg  =     x     x',
  holdAccepted: '   x     x     x     x     x     x     x     x     held  x     x     =     =',
  holdRefused: '    x     x     x     x     x     x     x     x     act   x     x     =     =',
  resumeAccepted: ' x     x     x     x     x     x     x     x     x     x     act   =     =',
  resumeRefused: '  x     x     x     x     x     x     x     x     x     x     held  =     =',
  remoteHold: '     x     x     x     x     x     x     x     +     +     +     +     =     =',
  remoteResume: '   x     x     x     x     x     x     x     =     =     =     =     =     =',
  mute: '           x     +     +     x     x     +     +     +     +     +     +     x     x',
  unmute: '         x     =     =     x     x     =     =     =     =     =     =     x     x',
  dtmf: '           x     x     x     x     x     x     x     =     x     x     x     x     x',
  lost: '           =     +     +     +     +     +     +     +     +     +     +     +     =',
  restored: '       =     =     =     =     =     =     =     =     =     =     =     =     =',
  mediaLost: '      x     x     x     x     x     x     x     +     +     +     +     =     =',
  mediaRestored: '  x     x     x     x     x     x     x     =     =     =     =     =     =',
  remoteHungUp: '   x     end   end   end   end   end   end   end   end   end   end   end   =',
  failed: '         x     end   end   end   end   end   end   end   end   end   end   end   =',
  transferred: '    x     x     x     x     x     x     x     endg  endg  endg  endg  =     =',
  terminated: '     x     end   end   end   end   end   end   end   end   end   end   end   =',
  dismissed: '      x     x     x     x     x     x     x     x     x     x     x     x     idle',
};
const eventNames = Object.keys(table) as EventName[];

function place(state: CallState): string {
  return `${state.phase} ${state.hold} ${String(state.silenced && state.phase === 'ringing')}`;
}

describe('the call machine, state by event', () => {
  for (const eventName of eventNames) {
    const cells = table[eventName].trim().split(/\s+/);
    it(`takes "${eventName}" in ${String(cells.length)} states as the table says`, () => {
      expect(cells).toHaveLength(stateNames.length);
      stateNames.forEach((stateName, column) => {
        const state: CallState = states[stateName];
        const event: CallEvent = events[eventName];
        const cell = cells[column] ?? '';
        const label = `${stateName} × ${eventName}`;
        if (cell === 'x') {
          expect(() => reduceCall(state, event), label).toThrow(SidetoneError);
          expect(canCall(state, event.type), label).toBe(false);
          return;
        }
        const next = reduceCall(state, event).state;
        expect(canCall(state, event.type), label).toBe(true);
        if (cell === '=') expect(next, label).toEqual(state);
        else if (cell === '+') {
          expect(place(next), label).toBe(place(state));
          expect(next, label).not.toEqual(state);
        } else {
          const name = short[cell];
          expect(name, label).toBeDefined();
          if (name) expect(place(next), label).toBe(place(states[name]));
        }
      });
    });
  }

  it('names the illegal move', () => {
    expect(() => reduceCall(states.held, events.dtmf)).toThrow(/active \(hold: held\).*send-dtmf/);
    expect(() => reduceCall(states.active, { type: 'send-dtmf', tone: '55' })).toThrow(
      expect.objectContaining({ code: 'dtmf-not-a-tone' }),
    );
  });
});

/** Plays events from idle and gathers the effects' names. */
function play(...names: EventName[]): { state: CallState; effects: CallEffect[]; types: string[] } {
  let state: CallState = IDLE_CALL;
  const effects: CallEffect[] = [];
  for (const name of names) {
    const step = reduceCall(state, events[name]);
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects, types: effects.map((effect) => effect.type) };
}

describe('effects of a call', () => {
  it('carries an outbound call from the INVITE to the record', () => {
    const { effects } = play('dial', 'progress', 'accepted', 'confirmed', 'hangUp', 'terminated');
    expect(effects).toEqual([
      { type: 'record-phase', phase: 'dialing' },
      { type: 'send-invite', remoteNumber: number },
      { type: 'record-phase', phase: 'remote-ringing' },
      { type: 'start-ringback' },
      { type: 'record-phase', phase: 'active' },
      { type: 'stop-ringback' },
      { type: 'start-ears' },
      { type: 'stop-ears' },
      { type: 'terminate' },
      { type: 'record-phase', phase: 'ended' },
      { type: 'finalise-record', cause: 'agent-hangup', sipCode: null },
    ]);
  });

  it('rings, answers and hears an inbound call', () => {
    const { types } = play('invite', 'answer', 'accepted', 'remoteHungUp');
    expect(types.filter((type) => type !== 'record-phase')).toEqual([
      'start-ringing',
      'stop-ringing',
      'answer-session',
      'start-ears',
      'stop-ears',
      'finalise-record',
    ]);
  });

  it('calls an inbound call that the caller gave up missed, silenced or not', () => {
    for (const quiet of [[], ['silence'] as const]) {
      const { state } = play('invite', ...quiet);
      const step = reduceCall(state, { type: 'failed', cause: 'cancelled', sipCode: 487 });
      expect(step.state.cause).toBe('missed');
      expect(step.effects.at(-1)).toEqual({ type: 'finalise-record', cause: 'missed', sipCode: 487 });
    }
  });

  it('keeps a call answered elsewhere apart from a missed one', () => {
    const { state } = play('invite');
    expect(reduceCall(state, { type: 'failed', cause: 'answered-elsewhere', sipCode: 487 }).state.cause).toBe(
      'answered-elsewhere',
    );
  });

  it('keeps the agent’s own end when the network reports another afterwards', () => {
    expect(play('dial', 'hangUp', 'failed').state).toMatchObject({ cause: 'cancelled', sipCode: 486 });
    expect(play('invite', 'decline', 'failed').state.cause).toBe('declined-by-agent');
    expect(play('dial', 'accepted', 'hangUp', 'remoteHungUp').state.cause).toBe('agent-hangup');
  });

  it('ends an answer that crossed the CANCEL', () => {
    expect(play('dial', 'hangUp', 'accepted').types.filter((type) => type === 'terminate')).toHaveLength(2);
  });

  it('refuses a second caller and leaves the call alone', () => {
    const { state, effects } = play('dial', 'accepted', 'invite');
    expect(state.phase).toBe('active');
    expect(effects.at(-1)).toEqual({ type: 'refuse-other-call', sessionId: 's2', sipCode: 486 });
  });

  it('carries a mute set while dialling into the call and through a hold', () => {
    const { effects } = play('dial', 'mute', 'accepted', 'hold', 'holdAccepted', 'resume', 'resumeAccepted');
    expect(effects.filter((effect) => effect.type === 'set-mute')).toHaveLength(3);
  });

  it('shows held only when the other side has taken the hold', () => {
    expect(play('dial', 'accepted', 'hold', 'holdRefused').types).not.toContain('record-phase held');
    const { effects } = play('dial', 'accepted', 'hold', 'holdAccepted', 'resume', 'resumeAccepted');
    const phases = effects.flatMap((effect) => (effect.type === 'record-phase' ? [effect.phase] : []));
    expect(phases).toEqual(['dialing', 'active', 'held', 'active']);
  });
});

describe('a call that is taken back', () => {
  const asked = { type: 'take-back', direction: 'inbound', remoteNumber: number } as const;

  it('is as muted as it was, and held again before the agent is heard', () => {
    const { state, effects } = reduceCall(IDLE_CALL, { ...asked, muted: true, held: true });
    expect(effects).toEqual([{ type: 'send-take-back' }]);
    const step = reduceCall(state, { type: 'accepted' });
    expect(step.state).toMatchObject({ phase: 'active', direction: 'inbound', muted: true, hold: 'holding' });
    expect(step.effects).toEqual([
      { type: 'record-phase', phase: 'active' },
      { type: 'set-mute', muted: true },
      { type: 'start-ears' },
      { type: 'send-hold' },
    ]);
  });

  it('stays interrupted where the PBX does not give it back, whatever the PBX says', () => {
    const { state } = reduceCall(IDLE_CALL, { ...asked, muted: false, held: false });
    const { effects } = reduceCall(state, { type: 'failed', cause: 'rejected', sipCode: 603 });
    expect(effects.at(-1)).toEqual({ type: 'finalise-record', cause: 'interrupted', sipCode: 603 });
  });

  it('ends at the answer when the agent hung up before it: a CANCEL would leave the customer alone', () => {
    const { state, types } = play('takeBack', 'hangUp');
    expect(types).toEqual(['send-take-back']);
    expect(reduceCall(state, { type: 'accepted' }).effects).toEqual([{ type: 'terminate' }]);
  });
});

describe('any legal life of a call', () => {
  it('pairs ringing, ringback and ears, and finalises exactly once at each end', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...eventNames), { maxLength: 60 }), (names) => {
        let state: CallState = IDLE_CALL;
        const on = { ringing: 0, ringback: 0, ears: 0 };
        let finalised = 0;
        let ended = 0;
        for (const name of names) {
          let step;
          try {
            step = reduceCall(state, events[name]);
          } catch (error) {
            expect(error).toMatchObject({ code: 'illegal-call-move' });
            continue;
          }
          if (step.state.phase === 'ended' && state.phase !== 'ended') ended += 1;
          state = step.state;
          for (const { type } of step.effects) {
            for (const key of ['ringing', 'ringback', 'ears'] as const) {
              if (type === `start-${key}`) on[key] += 1;
              if (type === `stop-${key}`) on[key] -= 1;
              expect([0, 1]).toContain(on[key]);
            }
            if (type === 'finalise-record') finalised += 1;
          }
          expect(on.ears === 1).toBe(state.phase === 'active');
          expect(on.ringback === 1).toBe(state.ringback);
          expect(on.ringing === 1).toBe(state.phase === 'ringing' && !state.silenced);
          expect(state.cause !== null).toBe(state.phase === 'ending' || state.phase === 'ended');
          expect(finalised).toBe(ended);
        }
      }),
      { numRuns: 500 },
    );
  });
});
