import { SidetoneError } from '../contracts/errors';

export type SdpDirection = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

interface Codec {
  readonly payloadType: string;
  readonly name: string;
}

function lines(sdp: string): string[] {
  return sdp.split(/\r?\n/).filter((line) => line.length > 0);
}

/** The lines of the session part, then those of each media section. */
function sections(sdp: string): string[][] {
  const result: string[][] = [[]];
  for (const line of lines(sdp)) {
    if (line.startsWith('m=')) result.push([line]);
    else result.at(-1)?.push(line);
  }
  return result;
}

/** Static payload types need no rtpmap (RFC 3551). */
function codecsOf(section: readonly string[]): Codec[] {
  const names = new Map([['0', 'pcmu/8000']]);
  for (const line of section) {
    const match = /^a=rtpmap:(\d+) ([^\s/]+\/\d+)/.exec(line);
    if (match?.[1] && match[2]) names.set(match[1], match[2].toLowerCase());
  }
  const offered = section[0]?.split(' ').slice(3) ?? [];
  return offered.map((payloadType) => ({ payloadType, name: names.get(payloadType) ?? '' }));
}

/** The direction of the first audio section as its sender means it; sendrecv where nothing is said. */
export function audioDirection(sdp: string): SdpDirection {
  const [session = [], ...media] = sections(sdp);
  const audio = media.find((section) => section[0]?.startsWith('m=audio')) ?? [];
  const find = (section: readonly string[]): SdpDirection | undefined =>
    section
      .map((line) => /^a=(sendrecv|sendonly|recvonly|inactive)$/.exec(line)?.[1] as SdpDirection | undefined)
      .find((direction) => direction !== undefined);
  return find(audio) ?? find(session) ?? 'sendrecv';
}

/** The payload type of telephone-event at 8 kHz, or null. */
export function telephoneEventPayloadType(sdp: string): number | null {
  const audio = sections(sdp).find((section) => section[0]?.startsWith('m=audio')) ?? [];
  const codec = codecsOf(audio).find((candidate) => candidate.name === 'telephone-event/8000');
  return codec ? Number(codec.payloadType) : null;
}

/**
 * Keeps of each audio section only PCMU and telephone-event at 8 kHz, PCMU first, so that the answer names just these.
 * @throws SidetoneError `no-common-codec` where PCMU is not offered, `sdp-refused` where there is no audio
 */
export function keepTelephoneCodecs(sdp: string): string {
  let audioSections = 0;
  const kept = sections(sdp).map((section) => {
    if (!section[0]?.startsWith('m=audio')) return section;
    audioSections += 1;
    const codecs = codecsOf(section);
    const pcmu = codecs.find((codec) => codec.name === 'pcmu/8000');
    if (!pcmu) throw new SidetoneError('no-common-codec', 'The offer has no PCMU (G.711 µ-law) at 8 kHz.');
    const events = codecs.find((codec) => codec.name === 'telephone-event/8000');
    const payloadTypes = [pcmu, ...(events ? [events] : [])].map((codec) => codec.payloadType);
    const head = [...section[0].split(' ').slice(0, 3), ...payloadTypes].join(' ');
    const rest = section.slice(1).filter((line) => {
      const payloadType = /^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /.exec(line)?.[1];
      return payloadType === undefined || payloadTypes.includes(payloadType);
    });
    return [head, ...rest];
  });
  if (audioSections === 0) throw new SidetoneError('sdp-refused', 'The session description has no audio.');
  return `${kept.flat().join('\r\n')}\r\n`;
}
