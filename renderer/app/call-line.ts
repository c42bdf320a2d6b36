import type { CueBook, ShownCard } from '../../contracts/cues';
import type { Failure } from '../../contracts/errors';
import type { Settings } from '../../contracts/settings';
import type { CallEvent, CallState } from '../../domain/call-state';
import type { CallSession, Telephone } from '../call/telephone';
import type { EarsClient } from '../copilot/ears-client';
import type { AppStore, LevelsStore, WrapUpView } from '../ui/model';
import type { AccountUsed } from './accounts-flow';
import type { CallFlow } from './call-flow';
import type { FollowCall } from './call-follower';
import type { RecordKeeper } from './draft-keeper';

/** What a call tells of itself to whoever keeps the lines of the desk. */
export interface CallLine {
  /** Whether this is the call that the agent talks to: the ears and the meters are its own. */
  front(): boolean;
  /** Whether another call is up: then a ring is a short tone in the ear. */
  behind(): boolean;
  joined(): boolean;
  moved(call: CallFlow, state: CallState, event: CallEvent): void;
  shown(call: CallFlow): void;
  ended(call: CallFlow, wrapUp: WrapUpView | null): void;
  transferFailed(call: CallFlow): void;
  /** Its sound, or the agent's microphone in it, is another one; `muted` when the agent's voice in a mix is. */
  soundChanged(call: CallFlow): void;
  mixMuted(muted: boolean): void;
}

export interface CallFlowOptions {
  store: AppStore;
  levels: LevelsStore;
  telephone: Telephone;
  ears: EarsClient;
  records: RecordKeeper;
  settings(): Settings;
  cueBook(language: 'zh' | 'en'): CueBook;
  /** Of the account a call uses; null: of one that is being dialled, by `accountId` or the chosen one. */
  account(session: CallSession | null, accountId?: string): AccountUsed;
  /** What goes along with each call. */
  followers: readonly FollowCall[];
  line: CallLine;
  card(card: ShownCard): void;
  trouble(failure: Failure, level?: 'warning' | 'info'): void;
  storeTrouble(error: unknown): void;
  storeRecovered(): void;
}
