import { hasCommonAudio } from '../../domain/sdp-codecs';

/** Wrong credential, forbidden, not the user who allocated (RFC 8656 section 18). */
const TURN_REFUSALS = [401, 403, 441];

/**
 * Calls `told` once when a TURN server refused the name or the password, but not before the call stands: until then the
 * agent looks at the dialling, and can do nothing about it anyway.
 */
export function onTurnRefused(connection: RTCPeerConnection, told: () => void): void {
  let refused = false;
  let done = false;
  const tell = () => {
    if (!refused || done || connection.connectionState !== 'connected') return;
    done = true;
    told();
  };
  connection.addEventListener('connectionstatechange', tell);
  connection.addEventListener('icecandidateerror', ({ errorCode, url }) => {
    refused ||= url.startsWith('turn') && TURN_REFUSALS.includes(errorCode);
    tell();
  });
}

/** The codecs of this desk; none of them where WebRTC does not tell. */
function ourCodecs(): string[] {
  return RTCRtpReceiver.getCapabilities('audio')?.codecs.map(({ mimeType }) => mimeType) ?? [];
}

/**
 * Calls `told` after every session description of the other side: whether WebRTC could make sense of it. One without a
 * codec of ours makes none: WebRTC would take it and reject the audio, which leaves a call up that nobody hears.
 */
export function onDescription(connection: RTCPeerConnection, told: (understood: boolean) => void): void {
  const set = connection.setRemoteDescription.bind(connection);
  connection.setRemoteDescription = async (description) => {
    // Before anybody who waits for it hears of the failure.
    told(false);
    if (!hasCommonAudio(description.sdp ?? '', ourCodecs())) throw new Error('There is no common codec.');
    await set(description);
    told(true);
  };
}
