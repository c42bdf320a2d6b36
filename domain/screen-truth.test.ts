import { describe, expect, it } from 'vitest';
import { answerHolds, audioDirection, checkMute, MUTE_TRUTH } from './screen-truth';

describe('the mute button against what leaves the desk', () => {
  const voice = 1e-3;

  it('finds nothing wrong with silence, with sound unmuted, and with a second that was muted half way', () => {
    for (const reading of [
      { mutedThroughout: true, meanSquare: 0 },
      { mutedThroughout: true, meanSquare: null },
      { mutedThroughout: false, meanSquare: voice },
    ]) {
      expect(checkMute(MUTE_TRUTH, reading)).toEqual({ truth: MUTE_TRUTH, remedy: 'none' });
    }
  });

  it('silences the track at the first sound that leaves, and takes it away at the second', () => {
    const first = checkMute(MUTE_TRUTH, { mutedThroughout: true, meanSquare: voice });
    expect(first.remedy).toBe('silence-track');
    const second = checkMute(first.truth, { mutedThroughout: true, meanSquare: voice });
    expect(second.remedy).toBe('remove-track');
    expect(checkMute(second.truth, { mutedThroughout: true, meanSquare: 0 }).truth).toEqual(MUTE_TRUTH);
  });
});

describe('hold by the direction of the last answer', () => {
  const answer = (attributes: string, session = '', port = 4000) =>
    `v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\n${session}t=0 0\r\nm=audio ${port} RTP/SAVPF 0\r\n${attributes}`;

  it('is a hold when the answer only receives, or is inactive', () => {
    expect(answerHolds(answer('a=recvonly\r\n'))).toBe(true);
    expect(answerHolds(answer('a=inactive\r\n'))).toBe(true);
    expect(answerHolds(answer('a=rtpmap:0 PCMU/8000\r\n', 'a=recvonly\r\n'))).toBe(true);
  });

  it('is none when the PBX goes on sending, or says nothing', () => {
    expect(answerHolds(answer('a=sendrecv\r\n'))).toBe(false);
    expect(answerHolds(answer('a=sendonly\r\n'))).toBe(false);
    expect(answerHolds(answer('a=rtpmap:0 PCMU/8000\r\n'))).toBe(false);
    expect(answerHolds(answer('a=sendrecv\r\n', 'a=inactive\r\n'))).toBe(false);
  });

  it('has no direction without audio', () => {
    expect(audioDirection(answer('a=sendrecv\r\n', '', 0))).toBeNull();
    expect(audioDirection('v=0\r\n')).toBeNull();
    expect(audioDirection('v=0\r\nm=video 4 RTP/AVP 96\r\na=inactive\r\nm=audio 6 RTP/AVP 0\r\n')).toBe('sendrecv');
  });
});
