import type { CueBook, ShownCard } from '../../contracts/cues';
import type { Failure } from '../../contracts/errors';
import type { Settings } from '../../contracts/settings';
import type { Telephone } from '../call/telephone';
import type { EarsClient } from '../copilot/ears-client';
import type { AppStore, LevelsStore } from '../ui/model';
import type { FollowCall } from './call-follower';
import type { RecordKeeper } from './draft-keeper';

/** What a call flow needs of the rest of the desk, and what it tells it. */
export interface CallFlowOptions {
  store: AppStore;
  levels: LevelsStore;
  telephone: Telephone;
  ears: EarsClient;
  records: RecordKeeper;
  settings(): Settings;
  cueBook(language: 'zh' | 'en'): CueBook;
  extension: string;
  /** What goes along with each call. */
  followers: readonly FollowCall[];
  /** The call began to ring or to be dialled, was answered, or ended. */
  stage(stage: 'ringing' | 'dialing' | 'answered'): void;
  ended(wrapUp: boolean): void;
  card(card: ShownCard): void;
  trouble(failure: Failure, level?: 'warning' | 'info'): void;
  storeTrouble(error: unknown): void;
  storeRecovered(): void;
}
