import { randomBytes, timingSafeEqual } from 'node:crypto';
import { SidetoneError } from '../../contracts/errors';
import type { Database } from '../store/database';
import { sha256Hex } from '../ingest/verify';

export type Role = 'agent' | 'supervisor';

/** Who asks: one desk, or a supervisor's browser or script. */
export type Principal = { kind: 'device'; deskId: string; name: string; role: Role } | { kind: 'supervisor' };

/** Supervisors may read everything. */
export const isSupervisor = (principal: Principal): boolean =>
  principal.kind === 'supervisor' || principal.role === 'supervisor';

export type TokenName = 'enrolment' | 'supervisor';

export const newToken = (): string => randomBytes(32).toString('base64url');

/** Tokens are random and long, so a plain SHA-256 protects them in the database. */
const hashToken = sha256Hex;

/** Tokens and who they belong to. The database holds only their hashes. */
export class Access {
  constructor(private readonly database: Database) {}

  /** Makes `token` the valid one, or keeps the one already there when null. Answers whether a valid one exists now. */
  async install(name: TokenName, token: string | null): Promise<boolean> {
    if (token !== null) {
      await this.database.query(
        `INSERT INTO access_tokens (name, token_hash) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET token_hash = excluded.token_hash`,
        [name, hashToken(token)],
      );
      return true;
    }
    return (await this.database.query('SELECT 1 FROM access_tokens WHERE name = $1', [name])).length > 0;
  }

  /**
   * Gives a desk its device token, and the role that the token it came with stands for. A desk has one: enrolling again
   * (new machine, lost answer) ends the old one. Throws `wrong-enrolment-token`.
   */
  async enrol(token: string, deskId: string, name: string): Promise<string> {
    const role = await this.#roleOf(token);
    if (role === null) {
      throw new SidetoneError(
        'wrong-enrolment-token',
        'The enrolment token is not the one of this server. Ask whoever runs the server for the right one.',
      );
    }
    const deviceToken = newToken();
    await this.database.query(
      `INSERT INTO devices (desk_id, name, token_hash, role) VALUES ($1, $2, $3, $4)
       ON CONFLICT (desk_id) DO UPDATE
       SET name = excluded.name, token_hash = excluded.token_hash, role = excluded.role, enrolled_at = now()`,
      [deskId.replaceAll('\0', ''), name.replaceAll('\0', ''), hashToken(deviceToken), role],
    );
    return deviceToken;
  }

  async #roleOf(token: string): Promise<Role | null> {
    if (await this.#matches('enrolment', token)) return 'agent';
    return (await this.#matches('supervisor', token)) ? 'supervisor' : null;
  }

  /** Null for a token that is nobody's. */
  async identify(token: string): Promise<Principal | null> {
    const [device] = await this.database.query<{ deskId: string; name: string; role: Role }>(
      'SELECT desk_id AS "deskId", name, role FROM devices WHERE token_hash = $1',
      [hashToken(token)],
    );
    if (device) return { kind: 'device', ...device };
    return (await this.#matches('supervisor', token)) ? { kind: 'supervisor' } : null;
  }

  async #matches(name: TokenName, token: string): Promise<boolean> {
    const [row] = await this.database.query<{ hash: string }>(
      'SELECT token_hash AS hash FROM access_tokens WHERE name = $1',
      [name],
    );
    return row !== undefined && timingSafeEqual(Buffer.from(row.hash), Buffer.from(hashToken(token)));
  }
}
