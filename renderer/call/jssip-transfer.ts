import JsSIP from 'jssip';
import type { TransferFact } from '../../domain/transfer';
import type { JsSipCall, JsSipInside } from './jssip-types';

interface StatusLine {
  status_code: number;
}
interface Notified {
  request: { body?: string; getHeader(name: string): string | undefined };
  status_line: StatusLine;
}
interface Refer {
  eventHandlers: {
    requestSucceeded(): void;
    requestFailed(event: { response: StatusLine | null }): void;
    trying(event: Notified): void;
    progress(event: Notified): void;
    accepted(event: Notified): void;
    failed(event: Notified): void;
  };
}

/**
 * Asks the PBX to call this number in our place (REFER, RFC 3515), or to put the other side in the place of another
 * call of ours (Replaces, RFC 3891). JsSIP would name the tags of a call that came in the wrong way round: the header is
 * built here, from the dialog itself. False when the call cannot be transferred now.
 */
export function referCall(
  session: JsSipCall,
  { user, host, replacing }: { user: string; host: string; replacing: JsSipCall | null },
  tell: (fact: TransferFact) => void,
): boolean {
  const target = new JsSIP.URI('sip', user, host);
  const dialog = replacing && (replacing as unknown as JsSipInside)._dialog;
  if (replacing && !dialog?.id) return false;
  if (dialog?.id) {
    const { call_id: callId, local_tag: ours, remote_tag: theirs } = dialog.id;
    target.setHeader('Replaces', encodeURIComponent(`${callId};to-tag=${theirs};from-tag=${ours}`));
  }
  // A last word that is none: the PBX stops telling before the outcome is known.
  const unlessOver = ({ request, status_line: line }: Notified) => {
    const over = /^terminated/i.test(request.getHeader('subscription-state') ?? '');
    tell(over ? { type: 'failed', sipCode: null } : { type: 'progress', sipCode: line.status_code });
  };
  const options: Refer = {
    eventHandlers: {
      requestSucceeded: () => tell({ type: 'accepted' }),
      requestFailed: ({ response }) => tell({ type: 'refused', sipCode: response?.status_code ?? null }),
      trying: unlessOver,
      progress: unlessOver,
      accepted: ({ request }) => tell({ type: 'done', sipfrag: request.body ?? '' }),
      failed: ({ status_line: line }) => tell({ type: 'failed', sipCode: line.status_code }),
    },
  };
  const refer = (session as unknown as { refer(to: unknown, options: Refer): unknown }).refer.bind(session);
  return refer(target, options) !== false;
}

/** A number at our PBX, or an address elsewhere (`sip:user@host`). */
export function sipTarget(to: string, domain: string): { user: string; host: string } {
  const [, user, host] = /^sips?:([^@]+)@([^;?]+)/i.exec(to) ?? [];
  return user && host ? { user, host } : { user: to, host: domain };
}
