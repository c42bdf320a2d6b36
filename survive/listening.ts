import assert from 'node:assert/strict';
import { loudnessDb } from '../test/asterisk/wav';
import type { AsteriskStage } from './asterisk-stage';

/** The fake microphone never pauses longer than a second. */
const LISTEN_SECONDS = 4;
const SPEECH_DB = -45;
const SILENCE_DB = -70;

/** What Asterisk receives from the agent in the seconds to come. */
export function hearAgent({ floor, extension }: AsteriskStage): Promise<Float32Array> {
  return floor.asterisk.hear(`PJSIP/${extension}`, LISTEN_SECONDS);
}

/** What the customer at the end of the bridged number receives in the seconds to come. */
export async function hearAsCustomer({ floor: { asterisk } }: AsteriskStage): Promise<Float32Array> {
  const list = await asterisk.cli('core show channels concise');
  // The far end of the Local channel: what comes into it is what the customer hears.
  const channel = /^(Local\/listener@customers-[^!]*;2)!/m.exec(list)?.[1];
  if (channel === undefined) throw new Error(`No customer listens: ${list}`);
  return asterisk.hear(channel, LISTEN_SECONDS);
}

/** @throws AssertionError unless somebody speaks; answers how loud, in dB of full scale */
export function isSpeech(samples: Float32Array): number {
  const db = loudnessDb(samples);
  assert(db > SPEECH_DB, `no speech: ${db.toFixed(0)} dB`);
  return db;
}

/** @throws AssertionError if anything is to be heard; answers how loud, in dB of full scale */
export function isSilence(samples: Float32Array): number {
  const db = loudnessDb(samples);
  assert(db < SILENCE_DB, `not silent: ${db.toFixed(0)} dB`);
  return db;
}
