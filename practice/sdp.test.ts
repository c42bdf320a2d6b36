import { describe, expect, it } from 'vitest';
import { SidetoneError } from '../contracts/errors';
import { audioDirection, keepTelephoneCodecs, telephoneEventPayloadType } from './sdp';

/** The audio of an offer by Chromium, shortened. */
const CHROMIUM = [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126',
  'a=mid:0',
  'a=sendrecv',
  'a=rtpmap:111 opus/48000/2',
  'a=rtcp-fb:111 transport-cc',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:110 telephone-event/48000',
  'a=rtpmap:126 telephone-event/8000',
  '',
].join('\r\n');

describe('session descriptions', () => {
  it('keep PCMU and telephone-event at 8 kHz and lose every other codec', () => {
    const kept = keepTelephoneCodecs(CHROMIUM);
    expect(kept).toContain('m=audio 9 UDP/TLS/RTP/SAVPF 0 126\r\n');
    expect(kept).not.toMatch(/opus|:110 |:111 /);
    expect(kept).toContain('a=mid:0');
    expect(telephoneEventPayloadType(kept)).toBe(126);
  });

  it('without PCMU or without audio are refused, each with its own code', () => {
    const refusal = (sdp: string): unknown => {
      try {
        return keepTelephoneCodecs(sdp);
      } catch (error) {
        return error instanceof SidetoneError && error.code;
      }
    };
    expect(refusal('v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\n')).toBe('no-common-codec');
    expect(refusal('v=0\r\n')).toBe('sdp-refused');
  });

  it('tell the direction of the audio, sendrecv where nothing is said', () => {
    expect(audioDirection(CHROMIUM.replace('a=sendrecv', 'a=sendonly'))).toBe('sendonly');
    expect(audioDirection('v=0\r\na=inactive\r\nm=audio 9 X 0\r\n')).toBe('inactive');
    expect(audioDirection('v=0\r\nm=audio 9 X 0\r\n')).toBe('sendrecv');
    expect(telephoneEventPayloadType('v=0\r\nm=audio 9 X 0\r\n')).toBeNull();
  });
});
