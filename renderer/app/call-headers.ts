import type { Settings } from '../../contracts/settings';
import type { Customer } from '../../contracts/customers';
import { agreedHeadersOf, customerIdOf } from '../../domain/agreed-headers';
import type { CallStart } from '../../domain/record-builder';
import type { CallSession } from '../call/telephone';
import type { FollowCall, FollowedCall } from './call-follower';

export interface CallHeadersOptions {
  settings(): Settings;
  customers(): readonly Customer[];
}

/** What the INVITE of a call tells of campaign and customer, for a call that never rang. */
export function invitedBy({ settings, customers }: CallHeadersOptions, session: CallSession): Partial<CallStart> {
  const sipHeaders = agreedHeadersOf((name) => session.headers(name), settings().habits.sipHeaders);
  if (!sipHeaders) return {};
  const customer = customers().find(({ customerId }) => customerId === customerIdOf(sipHeaders));
  const known = customer ? { customerId: customer.customerId, customerName: customer.name } : {};
  return { sipHeaders, ...known };
}

/** Puts the agreed headers into the call's record, and shows the card of the customer whom they name. */
export function followHeaders(options: CallHeadersOptions): FollowCall {
  return (call) => {
    let read = false;
    return {
      // An outbound INVITE is there only after the move that asks for it.
      moved: () => {
        const session = call.session();
        if (read || !session) return;
        read = true;
        take(options, call, session);
      },
    };
  };
}

function take({ settings, customers }: CallHeadersOptions, call: FollowedCall, session: CallSession): void {
  const headers = agreedHeadersOf((name) => session.headers(name), settings().habits.sipHeaders);
  if (!headers) return;
  call.note({ type: 'sip-headers', headers });
  const customer = customers().find(({ customerId }) => customerId === customerIdOf(headers));
  if (!customer) return;
  const { customerId, name: customerName, language } = customer;
  call.note({ type: 'customer', customerId, customerName, language });
  call.show((view) => ({ ...view, customer, displayName: customerName }));
}
