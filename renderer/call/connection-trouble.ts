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

/** Calls `told` after every session description of the other side: whether WebRTC could make sense of it. */
export function onDescription(connection: RTCPeerConnection, told: (understood: boolean) => void): void {
  const set = connection.setRemoteDescription.bind(connection);
  connection.setRemoteDescription = async (description) => {
    // Before anybody who waits for it hears of the failure.
    told(false);
    await set(description);
    told(true);
  };
}
