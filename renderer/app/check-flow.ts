import { toFailure } from '../../contracts/errors';
import type { ConnectionStep as StepMessage } from '../../contracts/ipc';
import type { Settings } from '../../contracts/settings';
import { qualityBetween, type TransportReading } from '../../domain/live-quality';
import { EarlyMedia } from '../audio/early-media';
import { closeMicrophone, openMicrophone } from '../audio/microphone';
import { MicrophoneMeter } from '../audio/microphone-meter';
import { TonePlayer } from '../audio/tones';
import type { CallSession, Telephone } from '../call/telephone';
import type { AppStore, CheckStepName, CheckStepView } from '../ui/model';
import { microphoneOptions, outputOf } from './audio-choices';

const LISTEN_MS = 2_500;
const TONE_MS = 1_200;
const GATHER_LIMIT_MS = 8_000;
const ANSWER_LIMIT_MS = 15_000;
const LOOP_SECONDS = 5;
/** Louder than this (-75 dBFS) our own voice came back. */
const HEARD_MEAN_SQUARE = 3e-8;
/** The echo extension of the practice PBX. */
const PRACTICE_ECHO = '600';

const STEPS: readonly CheckStepName[] = ['microphone', 'speaker', 'webSocket', 'ice', 'loop'];

export interface CheckFlowOptions {
  store: AppStore;
  telephone: Telephone;
  settings(): Settings;
  /** The connection test, step by step. */
  examine(): Promise<StepMessage[]>;
}

type Result = Pick<CheckStepView, 'state' | 'trouble' | 'values'>;
const ok = (values: CheckStepView['values'] = {}): Result => ({ state: 'ok', trouble: null, values });
const skipped: Result = { state: 'skipped', trouble: null, values: {} };
const failed = (code: string, message = ''): Result => ({ state: 'failed', trouble: { code, message }, values: {} });

/** The check before the calls: everything a call needs, one after the other, and a call to an echo at the end. */
export class CheckFlow {
  readonly #options: CheckFlowOptions;

  constructor(options: CheckFlowOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { store } = this.#options;
    const { check, call, incoming } = store.getState();
    if (check.running || call || incoming) return;
    const waiting = STEPS.map((step): CheckStepView => ({ step, state: 'waiting', trouble: null, values: {} }));
    store.setState({ check: { running: true, steps: waiting } });
    const work: Record<CheckStepName, () => Promise<Result>> = {
      microphone: () => this.#microphone(),
      speaker: () => this.#speaker(),
      webSocket: () => this.#webSocket(),
      ice: () => this.#ice(),
      loop: () => this.#loop(),
    };
    for (const step of STEPS) {
      this.#show(step, { state: 'running', trouble: null, values: {} });
      const result = await work[step]().catch((error: unknown) => {
        const { code, message } = toFailure(error);
        return failed(code, message);
      });
      this.#show(step, result);
    }
    store.setState((model) => ({ check: { ...model.check, running: false } }));
  }

  async #microphone(): Promise<Result> {
    const microphone = await openMicrophone(microphoneOptions(this.#options.settings().audio));
    try {
      const loudest = await loudestOf(microphone, LISTEN_MS);
      return loudest === 0 ? failed('microphone-silent') : ok({ level: decibels(loudest) });
    } finally {
      closeMicrophone(microphone);
    }
  }

  async #speaker(): Promise<Result> {
    const player = new TonePlayer();
    player.start('ring', outputOf(this.#options.settings().audio, 'output'));
    await passed(TONE_MS);
    player.stop();
    return ok();
  }

  async #webSocket(): Promise<Result> {
    const steps = await this.#options.examine();
    const wrong = steps.find(({ state }) => state === 'failed');
    if (wrong) return failed(wrong.code, wrong.detail);
    return steps.length === 0 ? failed('pbx-not-set-up') : ok();
  }

  /** A candidate of the server's own kind is the server's answer: reflexive of STUN, relayed of TURN. */
  async #ice(): Promise<Result> {
    const iceServers = this.#options.settings().pbx?.iceServers ?? [];
    if (iceServers.length === 0) return skipped;
    for (const server of iceServers) {
      const wanted = server.urls.startsWith('turn') ? 'relay' : 'srflx';
      if (!(await gathers(server, wanted)))
        return failed(wanted === 'relay' ? 'turn-silent' : 'stun-silent', server.urls);
    }
    return ok({ count: iceServers.length });
  }

  async #loop(): Promise<Result> {
    const { store, telephone, settings } = this.#options;
    const { registration, accounts } = store.getState();
    const number = settings().echoNumber || (registration.practice ? PRACTICE_ECHO : '');
    if (number === '') return skipped;
    // The call to the echo goes by the main account.
    if ((accounts[0] ?? registration).state !== 'registered') return failed('not-registered');
    const microphone = await openMicrophone(microphoneOptions(settings().audio));
    const early = new EarlyMedia();
    const session = telephone.call(number, microphone);
    // A customer's call comes first.
    const stopWatching = store.subscribe(({ call, incoming }) => (call || incoming) && session.terminate());
    try {
      const far = await answered(session);
      early.play(far, { deviceId: 'default', volume: 0 });
      const heard = loudestOf(far, LOOP_SECONDS * 1000);
      const mos = await this.#meanOf(session);
      if ((await heard) < HEARD_MEAN_SQUARE) return failed('loop-silent');
      return mos ?? failed('loop-failed');
    } finally {
      stopWatching();
      early.stop();
      session.terminate();
      closeMicrophone(microphone);
    }
  }

  async #meanOf(session: CallSession): Promise<Result | null> {
    let before: TransportReading | null = null;
    const measured: { mos: number; loss: number; rtt: number }[] = [];
    for (let second = 0; second <= LOOP_SECONDS; second += 1) {
      const now = await session.quality();
      if (before && now) {
        const { incoming, outgoing } = qualityBetween(before, now, false);
        const mos = Math.min(incoming.mos, outgoing?.mos ?? incoming.mos);
        measured.push({ mos, loss: incoming.lossPercent, rtt: incoming.roundTripMs ?? 0 });
      }
      before = now;
      if (second < LOOP_SECONDS) await passed(1_000);
    }
    if (measured.length === 0) return null;
    const mean = (key: 'mos' | 'loss' | 'rtt') => measured.reduce((sum, one) => sum + one[key], 0) / measured.length;
    return ok({ mos: mean('mos').toFixed(1), loss: mean('loss').toFixed(1), rtt: Math.round(mean('rtt')) });
  }

  #show(step: CheckStepName, result: Result): void {
    this.#options.store.setState(({ check }) => ({
      check: { ...check, steps: check.steps.map((view) => (view.step === step ? { step, ...result } : view)) },
    }));
  }
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function decibels(meanSquare: number): number {
  return Math.round(10 * Math.log10(meanSquare));
}

async function loudestOf(stream: MediaStream, forMs: number): Promise<number> {
  let loudest = 0;
  const meter = new MicrophoneMeter(({ meanSquare }) => (loudest = Math.max(loudest, meanSquare)));
  meter.start(stream);
  await passed(forMs);
  meter.stop();
  return loudest;
}

/** The far end's sound once the call is answered. */
function answered(session: CallSession): Promise<MediaStream> {
  return new Promise((resolve, reject) => {
    let stream: MediaStream | null = null;
    let accepted = false;
    const done = () => {
      if (stream && accepted) resolve(stream);
    };
    const fail = (message: string) =>
      reject(Object.assign(new Error(message), { code: 'loop-failed', retryable: true }));
    session.on('remote-track', (event) => {
      stream = event.stream;
      done();
    });
    session.on('accepted', () => {
      accepted = true;
      done();
    });
    session.on('ended', ({ causeText }) => fail(causeText));
    setTimeout(() => fail('no answer'), ANSWER_LIMIT_MS);
  });
}

async function gathers(server: RTCIceServer, wanted: RTCIceCandidateType): Promise<boolean> {
  const connection = new RTCPeerConnection({ iceServers: [server] });
  try {
    const found = new Promise<boolean>((resolve) => {
      connection.onicecandidate = ({ candidate }) => {
        if (candidate === null) resolve(false);
        else if (candidate.type === wanted) resolve(true);
      };
      setTimeout(() => resolve(false), GATHER_LIMIT_MS);
    });
    connection.createDataChannel('check');
    await connection.setLocalDescription();
    return await found;
  } finally {
    connection.close();
  }
}
