import type { Trouble } from '../trouble';

/** The recording of the open record, as far as it was opened. */
export interface PlaybackView {
  recordId: string;
  state: 'loading' | 'ready' | 'failed';
  /** What a player takes; in memory only. */
  url: string | null;
  /** Loudest sample of each tenth of a second, 0 to 1. */
  peaks: { agent: number[]; customer: number[] };
  durationMs: number;
  /** False: the file ends before the call did. */
  complete: boolean;
  trouble: Trouble | null;
  /** Where it was exported to, once it was. */
  exportedTo: string | null;
}
