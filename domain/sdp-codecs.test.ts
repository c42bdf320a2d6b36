import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasCommonAudio } from './sdp-codecs';

const ours = ['audio/opus', 'audio/red', 'audio/G722', 'audio/PCMU', 'audio/PCMA', 'audio/CN', 'audio/telephone-event'];
const offer = (...lines: string[]) => ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', ...lines, ''].join('\r\n');

describe('whether a description has audio for us', () => {
  it.each([
    ['opus by its name', offer('m=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=rtpmap:111 OPUS/48000/2')],
    ['G.711 by its number', offer('m=audio 4000 RTP/AVP 18 8')],
    ['a second stream', offer('m=audio 4000 RTP/AVP 18', 'm=audio 4002 RTP/AVP 0')],
    ['no audio at all: nothing that could not be taken', offer('m=video 4000 RTP/AVP 96')],
    ['an audio stream that is switched off', offer('m=audio 0 RTP/AVP 18')],
    ['a text that is none', 'hello'],
  ])('takes %s', (_, sdp) => expect(hasCommonAudio(sdp, ours)).toBe(true));

  it.each([
    ['G.729 by its number', offer('m=audio 4000 RTP/AVP 18')],
    ['GSM and AMR by their names', offer('m=audio 9 X 3 96', 'a=rtpmap:3 GSM/8000', 'a=rtpmap:96 AMR-WB/16000')],
    [
      'keys and comfort noise alone',
      offer('m=audio 9 X 13 101', 'a=rtpmap:13 CN/8000', 'a=rtpmap:101 telephone-event/8000'),
    ],
    ['a number that says it is another codec', offer('m=audio 9 X 0', 'a=rtpmap:0 G729/8000')],
  ])('does not take %s', (_, sdp) => expect(hasCommonAudio(sdp, ours)).toBe(false));

  it('answers on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (noise, more) => {
        expect(typeof hasCommonAudio(`${noise}\nm=audio 9 ${more}\na=rtpmap:${noise}`, ours)).toBe('boolean');
      }),
    );
  });
});
