import { EAR_SAMPLE_RATE_HZ } from '../../contracts/audio';
import type { Language } from '../../contracts/cues';
import spokenEn from './notices/en.flac?url';
import spokenZh from './notices/zh.flac?url';

/** What tells the customer of the recording: sound for the line, and the same samples for the file. */
export interface Notice {
  track: MediaStreamTrack;
  samples: Float32Array;
  /** Resolves when all of it was played. */
  play(): Promise<void>;
  close(): void;
}

export type OpenNotice = (kind: 'beep' | 'spoken', language: Language) => Promise<Notice>;

/** 1,400 Hz for a fifth of a second: the beep that telephone users know (47 CFR 64.501). */
const BEEP = { hz: 1400, seconds: 0.2, level: 0.25, edgeSeconds: 0.01 };

export const openNotice: OpenNotice = async (kind, language) => {
  const context = new AudioContext({ sampleRate: EAR_SAMPLE_RATE_HZ });
  const samples = kind === 'beep' ? beep() : await spoken(context, language);
  const buffer = context.createBuffer(1, samples.length, EAR_SAMPLE_RATE_HZ);
  buffer.copyToChannel(samples, 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  const out = context.createMediaStreamDestination();
  source.connect(out);
  const track = out.stream.getAudioTracks()[0];
  if (!track) throw new Error('The audio context gave no track.');
  await context.resume();
  return {
    track,
    samples,
    play: () =>
      new Promise((resolve) => {
        source.onended = () => resolve();
        source.start();
      }),
    close: () => {
      track.stop();
      void context.close();
    },
  };
};

async function spoken(context: AudioContext, language: Language): Promise<Float32Array<ArrayBuffer>> {
  const response = await fetch(language === 'zh' ? spokenZh : spokenEn);
  const decoded = await context.decodeAudioData(await response.arrayBuffer());
  return decoded.getChannelData(0).slice();
}

function beep(): Float32Array<ArrayBuffer> {
  const { hz, seconds, level, edgeSeconds } = BEEP;
  const length = Math.round(seconds * EAR_SAMPLE_RATE_HZ);
  const edge = edgeSeconds * EAR_SAMPLE_RATE_HZ;
  return Float32Array.from({ length }, (_, index) => {
    const fade = Math.min(1, index / edge, (length - index) / edge);
    return fade * level * Math.sin((2 * Math.PI * hz * index) / EAR_SAMPLE_RATE_HZ);
  });
}
