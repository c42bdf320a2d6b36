import type { z } from 'zod';
import type { DeskStatus, RecordFeedItem, todayCountsSchema } from '../../../contracts/server-api';
import type { Trouble } from '../trouble';

export interface MonitorModel {
  /** `refused`: the server does not let this desk or browser watch. */
  connection: 'connecting' | 'live' | 'offline' | 'refused';
  trouble: Trouble | null;
  desks: DeskStatus[];
  today: z.infer<typeof todayCountsSchema> | null;
  /** Newest first. */
  feed: RecordFeedItem[];
}

export const EMPTY_MONITOR: MonitorModel = {
  connection: 'connecting',
  trouble: null,
  desks: [],
  today: null,
  feed: [],
};
