import { killSchedule } from './kill-campaign';
import { seededRandom } from '../bench/random';
import { malformedMessages } from './torture/malformed';

/** Generated messages name the desk; where it is is no matter of chance. */
const SOME_DESK = { contactUri: 'sip:desk@desk.invalid;transport=ws', domain: 'pbx.invalid' };
const MESSAGES_SHOWN = 20;
const PACKETS_SHOWN = 20;

/** What chance decides in a run: which packets a lossy path loses, what malformed messages say, when the app is killed. */
export function scheduleOf({ seed, kills }: { seed: number; kills: number }): string[] {
  const packets = seededRandom(seed);
  const chances = Array.from({ length: PACKETS_SHOWN }, () => packets().toFixed(3));
  return [
    `packets: lost where the share is above ${chances.join(' ')} …`,
    ...malformedMessages(SOME_DESK, { count: MESSAGES_SHOWN, seed }).map((text) => `message ${JSON.stringify(text)}`),
    ...killSchedule(kills, seededRandom(seed)).map(
      ({ moment, afterMs }, index) => `kill ${String(index + 1)}: ${moment}, ${String(afterMs)} ms after`,
    ),
  ];
}
