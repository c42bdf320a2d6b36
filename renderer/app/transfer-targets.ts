import type { Customer } from '../../contracts/customers';
import type { Failure } from '../../contracts/errors';
import type { TransferKind } from '../../contracts/records';
import type { Settings, TransferTarget } from '../../contracts/settings';
import { maskNumber, parseDialable } from '../../domain/phone-numbers';

/** Whom a transfer goes to. `shown`: a name, or the number masked. */
export interface Target {
  dial: string;
  shown: string;
  kind: Extract<TransferKind, 'blind' | 'park' | 'conference'>;
}

const kinds: Partial<Record<TransferTarget['kind'], Target['kind']>> = { park: 'park', conference: 'conference' };

/** The target meant by a text: a name of the list, a number of it, a customer's name, or any number. */
export function findTarget(
  text: string,
  { transferTargets, country }: Pick<Settings, 'transferTargets' | 'country'>,
  customers: readonly Customer[],
): { ok: true; target: Target } | { ok: false; error: Failure } {
  const wanted = text.trim();
  const same = (other: string) => other.localeCompare(wanted, undefined, { sensitivity: 'base' }) === 0;
  const known = transferTargets.find(({ name, number }) => same(name) || same(number));
  if (known) return { ok: true, target: { dial: known.number, shown: known.name, kind: kinds[known.kind] ?? 'blind' } };
  const customer = customers.find(({ name }) => same(name));
  const parsed = parseDialable(customer?.number ?? wanted, country);
  if (!parsed.ok) {
    const message = parsed.error.message;
    return { ok: false, error: { code: 'transfer-number-invalid', message, retryable: false } };
  }
  const { dial } = parsed.target;
  return { ok: true, target: { dial, shown: customer?.name ?? maskNumber(dial, country), kind: 'blind' } };
}
