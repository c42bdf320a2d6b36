/** Loads as many recognisers as asked for, lets each hear a line, and prints how many bytes they hold. */
import { joined } from '../../main/copilot/joined';
import { conversation } from './audio';
import { openCarefulEar } from './models';

const count = Number(process.argv[2] ?? 1);
const customer = joined((await conversation()).customer).subarray(0, 5 * 16_000);
const before = process.memoryUsage.rss();
const ears = await Promise.all(Array.from({ length: count }, openCarefulEar));
for (const ear of ears) await ear.transcribe(customer, 'zh');
process.stdout.write(`${String(process.memoryUsage.rss() - before)}\n`);
