import { SidetoneError } from '../../contracts/errors';
import type { Settings } from '../../contracts/settings';
import { enterAudioRoom, type AudioRoom } from './audio-room';

export type MicrophoneOptions = Pick<Settings['audio'], 'echoCancellation' | 'noiseSuppression' | 'autoGainControl'> & {
  deviceId: string;
  /** 1 leaves the sound as it is. */
  gain: number;
};

/** What stands behind a microphone whose gain we set ourselves. */
interface Amplified {
  source: MediaStream;
  context: AudioContext;
  room: AudioRoom;
}
const amplified = new WeakMap<MediaStream, Amplified>();

/**
 * Opens the microphone. Throws SidetoneError `microphone-missing`, `microphone-denied`, `microphone-busy`: each a
 * different thing for the agent to do.
 */
export async function openMicrophone({ deviceId, gain, ...processing }: MicrophoneOptions): Promise<MediaStream> {
  try {
    const source = await navigator.mediaDevices.getUserMedia({
      audio: { deviceId: deviceId === 'default' ? undefined : { ideal: deviceId }, ...processing, channelCount: 1 },
    });
    return gain === 1 ? source : amplify(source, gain);
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
  if (!stream) return;
  for (const track of stream.getTracks()) track.stop();
  const behind = amplified.get(stream);
  for (const track of behind?.source.getTracks() ?? []) track.stop();
  void behind?.context.close();
  behind?.room.leave();
  amplified.delete(stream);
}

/** The device's own track behind a microphone: it ends when the device goes, and no mute of ours touches it. */
export function sourceTrack(microphone: MediaStream): MediaStreamTrack | null {
  return (amplified.get(microphone)?.source ?? microphone).getAudioTracks()[0] ?? null;
}

function amplify(source: MediaStream, gain: number): MediaStream {
  const room = enterAudioRoom();
  const context = new room.window.AudioContext({ latencyHint: 'interactive' });
  const volume = context.createGain();
  volume.gain.value = gain;
  const out = context.createMediaStreamDestination();
  context.createMediaStreamSource(source).connect(volume).connect(out);
  amplified.set(out.stream, { source, context, room });
  return out.stream;
}
