import { describe, expect, it } from 'vitest';
import { candidateFamilies, defaultFamily, iceUfrag, keepFamilies } from './ice-families';

const V4 = 'a=candidate:1 1 udp 2122194687 192.0.2.2 51196 typ host generation 0';
const V6 = 'a=candidate:2 1 udp 2122265343 fd00::2 36493 typ host generation 0';
const NAME = 'a=candidate:3 1 udp 2122265343 0f1c.local 36494 typ host';
const sdp = (...candidates: string[]) =>
  ['v=0', 's=-', 'm=audio 51196 UDP/TLS/RTP/SAVPF 111', 'c=IN IP4 192.0.2.2', ...candidates, 'a=mid:0', ''].join(
    '\r\n',
  );

describe('address families of ICE candidates', () => {
  it('names the families that the other side is told of', () => {
    expect([...candidateFamilies(sdp(V4))]).toEqual(['IP4']);
    expect([...candidateFamilies(sdp(V4, V6))].sort()).toEqual(['IP4', 'IP6']);
    expect(candidateFamilies(sdp(NAME)).size).toBe(0);
    expect(candidateFamilies(sdp()).size).toBe(0);
  });

  it('reads the default destination, of the session or of its first section', () => {
    expect(defaultFamily(sdp(V6))).toBe('IP4');
    expect(defaultFamily('v=0\r\nc=IN IP6 fd00::2\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n')).toBe('IP6');
    expect(defaultFamily('v=0\r\n')).toBeNull();
  });

  it('reads the name of the ICE generation', () => {
    expect(iceUfrag(`${sdp(V4)}a=ice-ufrag:m42j\r\n`)).toBe('m42j');
    expect(iceUfrag(sdp(V4))).toBe('');
  });

  it('leaves out the candidates of other families and nothing else', () => {
    expect(keepFamilies(sdp(V4, V6, NAME), new Set(['IP4'] as const))).toBe(sdp(V4, NAME));
    expect(keepFamilies(sdp(V6, V4), new Set(['IP6'] as const))).toBe(sdp(V6));
    const bare = sdp(V4, V6).replaceAll('\r\n', '\n').trimEnd();
    expect(keepFamilies(bare, new Set(['IP4'] as const))).toBe(sdp(V4).replaceAll('\r\n', '\n').trimEnd());
  });

  it('leaves a body alone of which nothing would remain', () => {
    expect(keepFamilies(sdp(V6), new Set(['IP4'] as const))).toBe(sdp(V6));
    expect(keepFamilies(sdp(), new Set(['IP4'] as const))).toBe(sdp());
    expect(keepFamilies(sdp(V4, V6), new Set())).toBe(sdp(V4, V6));
  });
});
