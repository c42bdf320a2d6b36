/** DTMF as RTP telephone events (RFC 4733 section 2.3): four octets a packet. */

const DIGITS = '0123456789*#ABCD';

export interface TelephoneEvent {
  readonly digit: string;
  readonly end: boolean;
  readonly volumeDbm0: number;
  /** In RTP timestamp units (8 kHz). */
  readonly durationSamples: number;
}

/** Reads a payload; null for events that are not DTMF digits and for short payloads. */
export function decodeTelephoneEvent(payload: Uint8Array): TelephoneEvent | null {
  if (payload.length < 4) return null;
  const digit = DIGITS[payload[0] ?? 255];
  if (digit === undefined) return null;
  const flags = payload[1] ?? 0;
  return {
    digit,
    end: (flags & 0x80) !== 0,
    volumeDbm0: -(flags & 0x3f),
    durationSamples: ((payload[2] ?? 0) << 8) | (payload[3] ?? 0),
  };
}

export function encodeTelephoneEvent(event: TelephoneEvent): Uint8Array {
  const flags = (event.end ? 0x80 : 0) | (-event.volumeDbm0 & 0x3f);
  const code = DIGITS.indexOf(event.digit);
  return Uint8Array.of(code, flags, (event.durationSamples >> 8) & 0xff, event.durationSamples & 0xff);
}

/** Whether a text is one DTMF digit. */
export function isDtmfDigit(text: string): boolean {
  return text.length === 1 && DIGITS.includes(text);
}

/**
 * Collects digits from received events. All packets of one event share their RTP timestamp, so a digit is reported
 * once, at its first packet, even where the start or the (three times sent) end is lost.
 */
export class TelephoneEventReceiver {
  private lastTimestamp: number | null = null;

  /** The digit that this packet begins, or null. */
  receive(payload: Uint8Array, timestamp: number): string | null {
    const event = decodeTelephoneEvent(payload);
    if (!event || timestamp === this.lastTimestamp) return null;
    this.lastTimestamp = timestamp;
    return event.digit;
  }
}
