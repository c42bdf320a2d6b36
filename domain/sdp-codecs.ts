/** Payload types that need no rtpmap (RFC 3551 table 4), as far as telephones use them. */
const STATIC_CODECS: Record<string, string> = {
  '0': 'pcmu',
  '3': 'gsm',
  '4': 'g723',
  '8': 'pcma',
  '9': 'g722',
  '15': 'g728',
  '18': 'g729',
};
/** No voice goes by these alone. */
const NOT_VOICE = ['telephone-event', 'cn', 'red', 'ulpfec', 'rtx'];

/**
 * Whether a session description has audio that this side can take: an audio stream with a codec of `ours`
 * (`audio/opus`, as WebRTC tells them). One without any audio stream, or with none that is switched on, has nothing that
 * could not be taken; a text that is no description either.
 */
export function hasCommonAudio(sdp: string, ours: readonly string[]): boolean {
  const known = new Set(ours.map((mime) => mime.toLowerCase().replace(/^audio\//, '')));
  const streams = sdp
    .split(/\r?\n(?=m=)/)
    .filter((media) => /^m=audio [1-9]\d*(?:\/\d+)? /.test(media))
    .map((media) => voicesOf(media));
  return streams.length === 0 || streams.some((voices) => voices.some((codec) => known.has(codec)));
}

function voicesOf(media: string): string[] {
  const named = new Map<string, string>();
  for (const [, type = '', codec = ''] of media.matchAll(/^a=rtpmap:(\d+) ([^/\s]+)/gm)) {
    named.set(type, codec.toLowerCase());
  }
  const types = /^m=audio \S+ \S+ ([\d ]+)/.exec(media)?.[1]?.trim().split(/ +/) ?? [];
  return types
    .map((type) => named.get(type) ?? STATIC_CODECS[type] ?? '')
    .filter((codec) => codec !== '' && !NOT_VOICE.includes(codec));
}
