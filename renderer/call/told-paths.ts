import {
  candidateFamilies,
  defaultFamily,
  iceUfrag,
  keepFamilies,
  type AddressFamily,
} from '../../domain/ice-families';
import type { JsSipCall } from './jssip-types';

/** Candidates that come within so long of one another leave together. */
const GATHER_QUIET_MS = 20;

/**
 * Sends an offer or an answer on its first usable candidate, and keeps the media to paths that the other side was told
 * of. With a dead STUN server full gathering takes 40 s, so nobody waits for it; but Chromium goes on to pair what it
 * gathers later, and moves a call from IPv4 to IPv6 in the middle of the DTLS handshake. A PBX that drops packets from
 * addresses it was never told (Asterisk since 22 does: "Source not in ICE active candidate list") then stays silent for
 * the whole call. Families that our description did not name are therefore left out of theirs.
 */
export function keepToToldPaths(session: JsSipCall): void {
  let leaving: ReturnType<typeof setTimeout> | null = null;
  let told: { ufrag: string; families: ReadonlySet<AddressFamily> } | null = null;
  session.on('icecandidate', ({ candidate, ready }: { candidate: RTCIceCandidate; ready: () => void }) => {
    if (candidate.type === 'host' && candidate.protocol !== 'udp') return;
    if (leaving) clearTimeout(leaving);
    leaving = setTimeout(ready, GATHER_QUIET_MS);
  });
  session.on('sdp', (description) => {
    const { originator, sdp } = description;
    if (originator === 'local') {
      // A later offer of the same ICE generation names more candidates; the PBX pairs only those of the first.
      const ufrag = iceUfrag(sdp);
      if (told?.ufrag !== ufrag) told = { ufrag, families: candidateFamilies(sdp) };
      return;
    }
    // Before anything was told: where the PBX wants its audio by default is where the answer will look for it.
    const byDefault = defaultFamily(sdp);
    const families = told?.families ?? new Set(byDefault ? [byDefault] : []);
    description.sdp = keepFamilies(sdp, families);
  });
}
