import type { CueBook, Language } from '../../contracts/cues';
import type { Failure } from '../../contracts/errors';
import type { CallStart } from '../../domain/record-builder';
import { formOf } from '../../domain/review/built-in';
import { closeMicrophone, openMicrophone, sourceTrack } from '../audio/microphone';
import { TonePlayer } from '../audio/tones';
import { playWarningTone } from '../audio/warning-tone';
import type { CallSession } from '../call/telephone';
import type { PayloadCipher } from '../records/cipher';
import { ContactStore } from '../records/contact-store';
import { HeldBackStore } from '../records/held-back-store';
import type { AppActions, AppStore } from '../ui/model';
import { microphoneOptions, outputOf } from './audio-choices';
import { followAutoAnswer } from './auto-answer';
import type { FollowCall } from './call-follower';
import { followHeaders, invitedBy, type CallHeadersOptions } from './call-headers';
import { ContactsFlow } from './contacts-flow';
import { DoNotDisturb } from './do-not-disturb';
import { FormFlow } from './form-flow';
import { KeySender } from './key-sender';
import type { SettingsFlow } from './settings-flow';
import { SummaryFlow } from './summary-flow';

export interface HabitsOptions {
  store: AppStore;
  settings: SettingsFlow;
  /** What the screen may ask for, once it is there. */
  actions(): AppActions;
  press(key: string): void;
  dial(number: string): void;
  cueBook(language: Language): CueBook;
  cipher: PayloadCipher;
  notice(failure: Failure, level?: 'warning'): void;
}

/** What a desk does by itself around a call: turns callers away, answers, reads agreed headers, sends keys, fills the form. */
export class Habits {
  readonly doNotDisturb: DoNotDisturb;
  readonly keys: KeySender;
  readonly contacts: ContactsFlow;
  readonly form: FormFlow;
  readonly summary: SummaryFlow;
  readonly heldBack: HeldBackStore;
  /** The address book first, then the headers: the card of their customer is there before anything else is shown of the call. */
  readonly followers: readonly FollowCall[];
  readonly #headers: CallHeadersOptions;

  constructor({ store, settings, actions, press, dial, cueBook, cipher, notice }: HabitsOptions) {
    const now = () => settings.settings;
    const warning = (failure: Failure) => notice(failure, 'warning');
    this.#headers = { settings: now, customers: () => store.getState().customers };
    this.doNotDisturb = new DoNotDisturb({ store, settings: now, save: (part) => settings.patch(part) });
    this.keys = new KeySender({ press, trouble: warning });
    this.contacts = new ContactsFlow({
      store,
      contacts: new ContactStore({ name: 'sidetone-contacts', cipher }),
      country: () => now().country,
      dial,
      trouble: warning,
    });
    this.heldBack = new HeldBackStore({ name: 'sidetone-form-values', cipher });
    this.form = new FormFlow({
      store,
      country: () => now().country,
      form: (language) => formOf(cueBook(language)),
      keep: (recordId, values) => this.heldBack.put(recordId, values),
      trouble: warning,
    });
    this.summary = new SummaryFlow({ store, settings: now, bridge: window.sidetone });
    this.followers = [
      this.contacts.follow,
      followHeaders(this.#headers),
      this.keys.follow,
      this.form.follow,
      this.summary.follow,
      followAutoAnswer({
        settings: now,
        answer: () => actions().answer(),
        ignore: () => actions().ignore(),
        busy: (recordId) => {
          const { call } = store.getState();
          return call !== null && call.recordId !== recordId;
        },
        warn: () => playWarningTone(outputOf(now().audio, 'output')),
        microphoneWorks: () => microphoneWorks(settings),
        ring: () => {
          const tones = new TonePlayer();
          tones.start('ring', outputOf(now().audio, 'ring'));
          return () => tones.stop();
        },
        trouble: warning,
      }),
    ];
  }

  invited(session: CallSession): Partial<CallStart> {
    return invitedBy(this.#headers, session);
  }
}

/** A headset's own mute button, or the system's, shows in the device's track; one that cannot be opened is none. */
async function microphoneWorks(settings: SettingsFlow): Promise<boolean> {
  try {
    const microphone = await openMicrophone(microphoneOptions(settings.settings.audio));
    const works = sourceTrack(microphone)?.muted === false;
    closeMicrophone(microphone);
    return works;
  } catch {
    return false;
  }
}
