/**
 * Nothing is done to the microphone's sound. Where the far party is a tone without end, an echo canceller takes what is
 * said beside it for its echo at first.
 */
export const PLAIN_AUDIO = {
  inputDeviceId: 'default',
  outputDeviceId: 'default',
  ringDeviceId: 'default',
  levels: {},
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
};
