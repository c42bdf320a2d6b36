export type AddressFamily = 'IP4' | 'IP6';

const CANDIDATE_LINE = /^a=candidate:.*(?:\r?\n|$)/gm;
/** RFC 8839 section 5.1: foundation, component, transport, priority, address. */
const CANDIDATE_ADDRESS = /^a=candidate:\S+ \S+ \S+ \S+ (\S+)/;

/** null for a host name, which may stand for either. */
function familyOf(candidateLine: string): AddressFamily | null {
  const address = CANDIDATE_ADDRESS.exec(candidateLine)?.[1] ?? '';
  if (address.includes(':')) return 'IP6';
  return /^[\d.]+$/.test(address) ? 'IP4' : null;
}

/** The address families that the candidates of an SDP body name; empty without candidates. */
export function candidateFamilies(sdp: string): ReadonlySet<AddressFamily> {
  const families = (sdp.match(CANDIDATE_LINE) ?? []).map(familyOf);
  return new Set(families.filter((family) => family !== null));
}

/** The family of the default destination: the connection line (RFC 8866 section 5.7) of the first section that has one. */
export function defaultFamily(sdp: string): AddressFamily | null {
  return (/^c=IN (IP4|IP6) /m.exec(sdp)?.[1] as AddressFamily | undefined) ?? null;
}

/** The name of the ICE generation that a body speaks of (RFC 8839 section 5.4); empty without ICE. */
export function iceUfrag(sdp: string): string {
  return /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1] ?? '';
}

/**
 * Leaves out the candidates of families that are not in `families`. A body of which nothing would remain is returned as
 * it is: a path that may not be found is better than none.
 */
export function keepFamilies(sdp: string, families: ReadonlySet<AddressFamily>): string {
  const keep = (line: string) => {
    const family = familyOf(line);
    return family === null || families.has(family);
  };
  if (!(sdp.match(CANDIDATE_LINE) ?? []).some(keep)) return sdp;
  return sdp.replace(CANDIDATE_LINE, (line) => (keep(line) ? line : ''));
}
