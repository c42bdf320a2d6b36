import { SidetoneError } from '../../contracts/errors';
import { enrolResponseSchema } from '../../contracts/server-api';
import { endpoint, postJson } from './server-request';
import type { Fetch } from './server-request';

export interface Enrolment {
  serverUrl: string;
  enrolmentToken: string;
  /** The desk's own id, from its record store: its chain is kept under it. */
  deskId: string;
  name: string;
}

/**
 * Trades the enrolment token for this desk's device token.
 * @throws SidetoneError the server's own code (`wrong-enrolment-token`), `server-unreachable` (retryable), or
 *   `desk-mismatch` when the token given is for another desk.
 */
export async function enrolDesk(fetch: Fetch, enrolment: Enrolment): Promise<string> {
  const { serverUrl, enrolmentToken, deskId, name } = enrolment;
  const body = { enrolmentToken, deskId, name: name.slice(0, 100) };
  const answer = await postJson(fetch, endpoint(serverUrl, '/v1/devices/enrol'), body, enrolResponseSchema);
  if (answer.deskId !== deskId) {
    throw new SidetoneError('desk-mismatch', 'The central server enrolled another desk; enrol again.');
  }
  return answer.deviceToken;
}
