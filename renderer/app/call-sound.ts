import type { SpeechEvent } from '../../contracts/speech';
import type { BudgetOptions } from '../../domain/card-budget';
import type { CallState } from '../../domain/call-state';
import { chooseScript, recordedScriptOf, withScript } from '../../domain/script-versions';
import type { CallDraft, DraftEvent } from '../../domain/record-builder';
import { EarlyMedia } from '../audio/early-media';
import { openMicrophone } from '../audio/microphone';
import type { CallSession } from '../call/telephone';
import type { CallView } from '../ui/model';
import { hearingOf, outputOf } from './audio-choices';
import { CallCopilot } from './call-copilot';
import type { CallFollower } from './call-follower';
import type { CallFlowOptions } from './call-line';
import { CallWatch } from './call-watch';
import { withSpeaking } from './call-view';
import { DeviceKeeper } from './device-keeper';
import { scriptValues } from './script';
import { learningOf, PRACTICE_LEARNING, teamOf } from './team-learning';

export interface CallSoundOptions extends Pick<
  CallFlowOptions,
  'store' | 'levels' | 'ears' | 'settings' | 'cueBook' | 'card' | 'trouble'
> {
  line: Pick<CallFlowOptions['line'], 'front' | 'joined'>;
  session(): CallSession | null;
  state(): CallState;
  view(): CallView | null;
  change(change: (view: CallView) => CallView): void;
  note(event: DraftEvent): void;
  followers(): readonly CallFollower[];
  /** Sends another microphone in the call. */
  replaceMicrophone(microphone: MediaStream): Promise<void>;
  /** Its sound, or the agent's microphone in it, is another one. */
  changed(): void;
}

/** The ears pass over what has waited ten seconds; what they then read takes a few more. */
const HEARD_OUT_AT_LATEST_MS = 15_000;

/** What one call sounds like at the desk: both legs played, heard, watched, and kept on devices that are there. */
export class CallSound {
  readonly #options: CallSoundOptions;
  readonly #early = new EarlyMedia();
  readonly #watch: CallWatch;
  readonly #devices: DeviceKeeper;
  #copilot: CallCopilot | null = null;
  #microphone: MediaStream | null = null;
  #remote: MediaStream | null = null;

  constructor(options: CallSoundOptions) {
    this.#options = options;
    const { store, levels, line, session, state, note } = options;
    this.#watch = new CallWatch({
      store,
      screen: { view: options.view, change: options.change },
      levels,
      session,
      state,
      front: () => line.front(),
      joined: () => line.joined(),
      note,
    });
    this.#devices = new DeviceKeeper({
      settings: () => options.settings().audio,
      openMicrophone,
      useMicrophone: async (microphone) => {
        this.#microphone = microphone;
        await options.replaceMicrophone(microphone);
        this.#copilot?.attachAgent(microphone);
        this.#watch.microphoneChanged(microphone);
        options.changed();
        for (const follower of options.followers()) follower.microphone?.(microphone);
      },
      useOutput: (output) => this.#copilot?.setOutput(output),
      tell: options.trouble,
    });
  }

  /** The sound of both sides, while there is any. */
  get both(): { microphone: MediaStream; far: MediaStream } | null {
    return this.#microphone && this.#remote && { microphone: this.#microphone, far: this.#remote };
  }

  microphone(microphone: MediaStream): void {
    this.#microphone = microphone;
  }

  /** The other side's sound: before the answer only played. */
  far(stream: MediaStream): void {
    const { changed, followers, settings, state } = this.#options;
    this.#remote = stream;
    changed();
    for (const follower of followers()) follower.customer?.(stream);
    const { phase } = state();
    if (phase === 'dialing' || phase === 'remote-ringing') {
      this.#early.play(stream, outputOf(settings().audio, 'output'));
    } else this.#copilot?.attachCustomer(stream);
  }

  /** Answered: the ears begin. */
  start(draft: CallDraft | null): void {
    const { store, levels, ears, cueBook, settings, note, card, followers } = this.#options;
    if (!draft || !this.#microphone) return;
    const delivered = cueBook(draft.language);
    const chosen = chooseScript(delivered, draft.recordId, draft.script);
    if (chosen) note({ type: 'script', script: recordedScriptOf(chosen) });
    const copilot = new CallCopilot({
      callId: draft.recordId,
      book: withScript(delivered, chosen),
      scriptLabel: chosen?.label ?? null,
      ears,
      store,
      levels,
      output: outputOf(settings().audio, 'output'),
      script: scriptValues(settings(), draft.customerName),
      customer: this.#options.view()?.customer?.facts ?? [],
      ...hearingOf(settings().copilot),
      budget: budgetFor(draft, settings().copilot),
      learning: draft.practice ? PRACTICE_LEARNING : learningOf(window.localStorage, teamOf(settings())),
      speech: (event) => this.#heard(event),
      card: (shown) => {
        note({ type: 'card', card: shown });
        card(shown);
      },
      legs: (frame) => followers().forEach((follower) => follower.heard?.(frame)),
      echo: (heard) => this.#watch.echo(heard),
      optOut: (shown) => note({ type: 'opt-out', card: shown }),
    });
    this.#copilot = copilot;
    if (this.#remote) copilot.attachCustomer(this.#remote, this.#early.release());
    note({ type: 'audio-started' });
    copilot.start(this.#microphone).catch((error: unknown) => this.#deaf(error));
    this.#watch.start(this.#microphone);
    this.#devices.start(this.#microphone);
    for (const follower of followers()) follower.talking?.(this.#microphone);
  }

  stop(): void {
    this.#watch.stop();
    this.#devices.stop();
    this.#copilot?.stop();
  }

  /** The call is over, with or without an answer. */
  end(): void {
    this.#early.stop();
  }

  /** Its wrap-up is over. Resolves when its last words are in the draft, or are not waited for any longer. */
  async close(): Promise<void> {
    const copilot = this.#copilot;
    if (!copilot) return;
    copilot.leaveScreen();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, HEARD_OUT_AT_LATEST_MS)));
    await Promise.race([copilot.listenedOut.all(), late]);
    clearTimeout(timer);
    copilot.settle();
    // The cards of the call are gone with its record.
    this.#copilot = null;
  }

  heardOut(listening: string): void {
    this.#copilot?.listenedOut.heardOut(listening);
  }

  microphoneClosed(): void {
    this.#microphone = null;
  }

  stateMoved(): void {
    this.#watch.stateMoved();
  }

  frontChanged(inFront: boolean): void {
    for (const follower of this.#options.followers()) follower.front?.(inFront);
    const { phase } = this.#options.state();
    // Of a call that is over the last words still come, and its cards are looked at while it is written up.
    const over = phase === 'ended' || phase === 'idle';
    if (!inFront && over) return;
    if (!inFront) this.#copilot?.rest();
    else if (this.#microphone) void this.#copilot?.wake(this.#microphone).catch((error: unknown) => this.#deaf(error));
  }

  speech(event: SpeechEvent): void {
    this.#copilot?.handle(event);
  }

  markCard(cardId: string, mark: 'used' | 'dismissed'): void {
    this.#copilot?.mark(cardId, mark);
  }

  #heard(event: SpeechEvent): void {
    const { note, followers, change } = this.#options;
    note({ type: 'speech', event });
    for (const follower of followers()) follower.speech?.(event);
    if (event.type !== 'speech-start' && event.type !== 'speech-end') return;
    const { leg, type } = event;
    change((view) => withSpeaking(view, leg, type === 'speech-start', Date.now()));
  }

  #deaf(error: unknown): void {
    const message = error instanceof Error ? error.message : '';
    this.#options.trouble({ code: 'ears-audio', message, retryable: false });
  }
}

/** Nothing is measured by a rehearsal: each card that comes is shown. */
function budgetFor({ practice }: CallDraft, budget: BudgetOptions): BudgetOptions {
  return practice ? { ...budget, holdOutShare: 0 } : budget;
}
