/** What a mailbox holds (RFC 3842). */
export interface MessageSummary {
  waiting: boolean;
  /** Voice messages not heard yet; null where the mailbox says only that there are some. */
  newMessages: number | null;
  /** The number or address to call to hear them, as the PBX says it; null where it says none. */
  account: string | null;
}

const MOST_MESSAGES = 9_999;

/**
 * Reads the body of a NOTIFY of the event package `message-summary` (RFC 3842 section 5.2). Null for a body without its
 * status line: nothing is known then. Never throws.
 */
export function parseMessageSummary(body: string): MessageSummary | null {
  const lines = new Map<string, string>();
  for (const line of body.split(/\r?\n/).slice(0, 100)) {
    const [, name, value] = /^([\w-]+)[ \t]*:[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined && !lines.has(name.toLowerCase()))
      lines.set(name.toLowerCase(), value);
  }
  const status = lines.get('messages-waiting')?.toLowerCase();
  if (status !== 'yes' && status !== 'no') return null;
  const count = /^(\d{1,9})\//.exec(lines.get('voice-message') ?? '')?.[1];
  const [, user] = /^<?(?:sips?|tel):([^@;>\s]+)/i.exec(lines.get('message-account') ?? '') ?? [];
  return {
    waiting: status === 'yes',
    newMessages: count === undefined ? null : Math.min(Number(count), MOST_MESSAGES),
    account: user ?? null,
  };
}
