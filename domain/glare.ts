/**
 * How long to wait before a re-INVITE that met 491 is sent again, in ms (RFC 3261 section 14.1): the side that chose the
 * Call-ID waits 2.1 to 4 s, the other up to 2 s, both in steps of 10 ms, so that they do not meet again.
 *
 * @param random 0-1
 */
export function glareWaitMs(ownsCallId: boolean, random: number): number {
  return ownsCallId ? 2_100 + 10 * Math.floor(random * 191) : 10 * Math.floor(random * 201);
}
