import { beforeEach, describe, expect, it } from 'vitest';
import type { CallJournal } from '../../contracts/call-journal';
import { SidetoneError, type Failure } from '../../contracts/errors';
import { CallController, type DeskEffect } from './call-controller';
import { FakeSession, FakeTelephone } from './fake-telephone';

// What stands for a microphone here is only handed on, never listened to.
const track = { enabled: true };
const microphone = { id: 'microphone', getAudioTracks: () => [track] } as unknown as MediaStream;
let telephone: FakeTelephone;
let effects: DeskEffect[];
let troubles: Failure[];
let closed: MediaStream[];
let digits: string[];
let openMicrophone: () => Promise<MediaStream>;
let controller: CallController;

beforeEach(() => {
  telephone = new FakeTelephone();
  effects = [];
  troubles = [];
  closed = [];
  digits = [];
  openMicrophone = () => Promise.resolve(microphone);
  controller = new CallController({
    telephone,
    openMicrophone: () => openMicrophone(),
    closeMicrophone: (stream) => closed.push(stream),
    onState: () => undefined,
    onEffect: (effect) => effects.push(effect),
    onRemoteStream: () => undefined,
    onMicrophone: () => undefined,
    onDtmfReceived: (digit) => digits.push(digit),
    onTrouble: (failure) => troubles.push(failure),
  });
});

const ended = (originator: 'local' | 'remote', code: number | null = null) =>
  ({ originator, causeText: '', code }) as const;
const finalised = () => effects.find((effect) => effect.type === 'finalise-record');

async function dialled(number = '8001'): Promise<FakeSession> {
  await controller.dial(number);
  const session = telephone.sessions.at(-1);
  if (!session) throw new Error('No call was made.');
  return session;
}
async function talking(): Promise<FakeSession> {
  const session = await dialled();
  session.emit('progress', { code: 180, earlyMedia: false });
  session.emit('accepted', {});
  session.emit('confirmed', {});
  return session;
}
/** Lets promises that are already resolved have their say. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('CallController', () => {
  it('sounds its own ringback, unless the network sounds a tone of its own', async () => {
    const session = await dialled();
    session.emit('progress', { code: 180, earlyMedia: false });
    session.emit('progress', { code: 183, earlyMedia: true });
    expect(effects.map(({ type }) => type).filter((type) => type.endsWith('ringback'))).toEqual([
      'start-ringback',
      'stop-ringback',
    ]);
  });

  it('dials, talks and hangs up, and gives the microphone back', async () => {
    const session = await talking();
    expect(controller.state.phase).toBe('active');
    expect(effects.map(({ type }) => type)).toContain('start-ears');
    controller.request({ type: 'hang-up' });
    expect(session.asked).toEqual(['terminate']);
    session.emit('ended', ended('local'));
    expect(finalised()).toMatchObject({ cause: 'agent-hangup' });
    expect(controller.state.phase).toBe('idle');
    expect(controller.session).toBeNull();
    expect(closed).toEqual([microphone]);
  });

  it('makes no call without a microphone, and says why', async () => {
    openMicrophone = () => Promise.reject(new SidetoneError('microphone-denied', 'No.'));
    await controller.dial('8001');
    expect(telephone.sessions).toEqual([]);
    expect(troubles).toMatchObject([{ code: 'microphone-denied' }]);
    expect(controller.state.phase).toBe('idle');
  });

  it('makes one call however often the number is dialled', async () => {
    await Promise.all([controller.dial('8001'), controller.dial('8001')]);
    await controller.dial('8002');
    expect(telephone.sessions.map(({ remoteNumber }) => remoteNumber)).toEqual(['8001']);
  });

  it('ends a call the engine cannot start, and closes the microphone', async () => {
    telephone.refusal = new Error('engine stopped');
    await controller.dial('8001');
    expect(finalised()).toMatchObject({ cause: 'network' });
    expect(closed).toEqual([microphone]);
    expect(controller.state.phase).toBe('idle');
  });

  it.each([
    [486, 'busy'],
    [603, 'rejected'],
    [404, 'not-found'],
  ])('writes %i from the other side as %s', async (code, cause) => {
    (await dialled()).emit('ended', ended('remote', code));
    expect(finalised()).toMatchObject({ cause, sipCode: code });
  });

  it('passes mute, keys, hold and resume on, and is held only when the other side agrees', async () => {
    const session = await talking();
    controller.request({ type: 'mute' });
    controller.request({ type: 'send-dtmf', tone: '5' });
    controller.request({ type: 'hold' });
    expect(controller.state.hold).toBe('holding');
    session.emit('hold-accepted', {});
    expect(controller.state.hold).toBe('held');
    controller.request({ type: 'resume' });
    session.emit('resume-refused', {});
    expect(controller.state.hold).toBe('held');
    expect(session.asked).toEqual(['mute', 'dtmf 5', 'hold', 'resume']);
  });

  it('reports what is not allowed now and changes nothing', async () => {
    await dialled();
    controller.request({ type: 'send-dtmf', tone: '5' });
    expect(troubles).toHaveLength(1);
    expect(controller.state.phase).toBe('dialing');
  });

  it('answers a caller with a microphone', async () => {
    const session = new FakeSession('8002');
    controller.incoming(session);
    expect(controller.state).toMatchObject({ phase: 'ringing', direction: 'inbound', remoteNumber: '8002' });
    controller.request({ type: 'answer' });
    await settled();
    expect(session.asked).toEqual(['answer']);
    session.emit('accepted', {});
    session.emit('dtmf-received', { digit: '7' });
    expect(controller.state.phase).toBe('active');
    expect(digits).toEqual(['7']);
  });

  const lost: CallJournal = {
    recordId: '01939a5e-7b00-7000-8000-000000000001',
    dialog: { callId: 'c', localTag: 'o', remoteTag: 't', routeSet: [], localCSeq: 1, remoteTarget: 'sip:x' },
    direction: 'inbound',
    remoteNumber: '8002',
    muted: true,
    held: true,
    answeredAtMs: 0,
    seenAtMs: 0,
  };

  it('takes a lost call back with a microphone that gives nothing until it is muted and held again', async () => {
    expect(await controller.takeBack(lost, '1001')).toBe(true);
    expect(track.enabled).toBe(false);
    const session = telephone.sessions.at(-1);
    expect(session?.asked).toEqual(['replaces c']);
    session?.emit('accepted', {});
    expect(session?.asked).toEqual(['replaces c', 'mute', 'hold']);
    expect(controller.state).toMatchObject({ phase: 'active', direction: 'inbound', remoteNumber: '8002' });
  });

  it('uses the microphone that was opened ahead, once, and closes one that was not needed', async () => {
    let opened = 0;
    openMicrophone = () => {
      opened += 1;
      return Promise.resolve(microphone);
    };
    const close = controller.prepare();
    await controller.takeBack(lost, '1001');
    close();
    await settled();
    expect([opened, closed]).toEqual([1, []]);
    telephone.sessions.at(-1)?.emit('ended', ended('remote', 481));
    expect(finalised()).toMatchObject({ cause: 'interrupted', sipCode: 481 });
    controller.prepare()();
    await settled();
    expect([opened, closed.length]).toEqual([2, 2]);
  });

  it('does not ask for a lost call while there is another, or no microphone', async () => {
    openMicrophone = () => Promise.reject(new SidetoneError('microphone-missing', 'None.'));
    expect(await controller.takeBack(lost, '1001')).toBe(false);
    openMicrophone = () => Promise.resolve(microphone);
    await dialled();
    expect(await controller.takeBack(lost, '1001')).toBe(false);
    expect(telephone.sessions).toHaveLength(1);
  });

  it('refuses the caller as unavailable when the microphone fails at the answer', async () => {
    openMicrophone = () => Promise.reject(new SidetoneError('microphone-missing', 'None.'));
    const session = new FakeSession('8002');
    controller.incoming(session);
    controller.request({ type: 'answer' });
    await settled();
    expect(session.asked).toEqual(['terminate 480']);
    expect(finalised()).toMatchObject({ cause: 'microphone' });
  });

  it('closes a microphone that opens after the caller gave up', async () => {
    let opened: (stream: MediaStream) => void = () => undefined;
    openMicrophone = () => new Promise((resolve) => (opened = resolve));
    const session = new FakeSession('8002');
    controller.incoming(session);
    controller.request({ type: 'answer' });
    session.emit('ended', ended('remote', 487));
    opened(microphone);
    await settled();
    expect(session.asked).toEqual([]);
    expect(closed).toEqual([microphone]);
  });

  it('hangs up while the microphone opens for the answer: the caller is refused, nothing is answered later', async () => {
    let opened: (stream: MediaStream) => void = () => undefined;
    openMicrophone = () => new Promise((resolve) => (opened = resolve));
    const session = new FakeSession('8002');
    controller.incoming(session);
    controller.request({ type: 'answer' });
    controller.request({ type: 'hang-up' });
    opened(microphone);
    await settled();
    expect(session.asked).toEqual(['terminate']);
    expect(closed).toEqual([microphone]);
    session.emit('ended', ended('local', 480));
    expect(finalised()).toMatchObject({ cause: 'agent-hangup' });
    expect(controller.state.phase).toBe('idle');
  });

  it('hangs up between the answer and its acceptance, and again when that crossed', async () => {
    const session = new FakeSession('8002');
    controller.incoming(session);
    controller.request({ type: 'answer' });
    await settled();
    controller.request({ type: 'hang-up' });
    session.emit('accepted', {});
    expect(session.asked).toEqual(['answer', 'terminate', 'terminate']);
    session.emit('ended', ended('local'));
    expect(finalised()).toMatchObject({ cause: 'agent-hangup' });
    expect(closed).toEqual([microphone]);
  });

  it('hangs up an outbound call whose answer crosses the hang-up', async () => {
    const session = await dialled();
    session.emit('progress', { code: 180, earlyMedia: false });
    controller.request({ type: 'hang-up' });
    session.emit('accepted', {});
    session.emit('confirmed', {});
    expect(session.asked).toEqual(['terminate', 'terminate']);
    session.emit('ended', ended('local'));
    expect(finalised()).toMatchObject({ cause: 'cancelled' });
    expect(controller.state.phase).toBe('idle');
  });

  it('hangs up in the very moment of the acceptance, before it is confirmed', async () => {
    const session = new FakeSession('8002');
    controller.incoming(session);
    controller.request({ type: 'answer' });
    await settled();
    session.emit('accepted', {});
    controller.request({ type: 'hang-up' });
    session.emit('confirmed', {});
    expect(session.asked).toEqual(['answer', 'terminate']);
    session.emit('ended', ended('local'));
    expect(finalised()).toMatchObject({ cause: 'agent-hangup' });
  });

  it('writes a ringing call down as answered elsewhere when the PBX says so, and as missed when it does not', () => {
    const cancelled = { originator: 'remote', causeText: 'Canceled', code: null } as const;
    const reasonHeader = 'Q.850;cause=26, SIP;cause=200;text="Call completed elsewhere"';
    for (const [reason, cause] of [
      [reasonHeader, 'answered-elsewhere'],
      [null, 'missed'],
    ] as const) {
      effects.length = 0;
      const session = new FakeSession('8002');
      controller.incoming(session);
      session.emit('ended', { ...cancelled, reasonHeader: reason });
      expect(finalised()).toMatchObject({ cause });
    }
  });

  it('answers a second caller busy and leaves the call alone', async () => {
    await talking();
    const second = new FakeSession('8003');
    controller.incoming(second);
    expect(second.asked).toEqual(['terminate 486']);
    second.emit('ended', ended('local', 486));
    expect(controller.state).toMatchObject({ phase: 'active', remoteNumber: '8001' });
  });

  it('hears no more of a session that is over', async () => {
    const session = await talking();
    session.emit('ended', ended('remote'));
    expect(finalised()).toMatchObject({ cause: 'customer-hangup' });
    const next = await dialled('8002');
    session.emit('accepted', {});
    session.emit('ended', ended('remote'));
    expect(controller.session).toBe(next);
    expect(controller.state.phase).toBe('dialing');
  });
});
