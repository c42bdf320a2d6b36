import type { Failure } from '../../contracts/errors';
import type { PayloadCipher } from '../records/cipher';
import { ContestStore } from '../records/contest-store';
import type { AppStore } from '../ui/model';
import { ContestClient } from './contest-client';
import { ContestFlow } from './contest-flow';

/** The contests of a real desk: on its disk, by its clock. */
export function deskContests(store: AppStore, cipher: PayloadCipher, notice: (failure: Failure) => void): ContestFlow {
  const contests = new ContestStore({ name: 'sidetone-contests', cipher });
  return new ContestFlow({ store, contests, notice, nowIso: () => new Date().toISOString() });
}

export function contestClient(url: string, token: string): ContestClient {
  return new ContestClient(url, token, (address, init) => fetch(address, init));
}
