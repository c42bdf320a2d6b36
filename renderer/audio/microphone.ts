import { SidetoneError } from '../../contracts/errors';

/**
 * Opens the microphone. Throws SidetoneError `microphone-missing`, `microphone-denied`, `microphone-busy`: each a
 * different thing for the agent to do.
 */
export async function openMicrophone(deviceId: string): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: {
        deviceId: deviceId === 'default' ? undefined : { ideal: deviceId },
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
        channelCount: 1,
      },
    });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    const code =
      name === 'NotFoundError' || name === 'OverconstrainedError'
        ? 'microphone-missing'
        : name === 'NotAllowedError' || name === 'SecurityError'
          ? 'microphone-denied'
          : 'microphone-busy';
    throw new SidetoneError(code, `The microphone could not be opened (${name}).`, { retryable: true, cause: error });
  }
}

export function closeMicrophone(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** The device's own track behind a microphone. */
export function sourceTrack(microphone: MediaStream): MediaStreamTrack | null {
  return microphone.getAudioTracks()[0] ?? null;
}
