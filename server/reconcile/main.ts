/**
 * `npm run reconcile`: the desks' records against Asterisk's CDR and channel events. Every difference is explained or
 * flagged; docs/reconcile.md tells how to set Asterisk up and how to read the report.
 */
import { SidetoneError, toFailure } from '../../contracts/errors';
import { USAGE, readOptions } from './options';
import { reportJson, reportText } from './report';
import { runReconcile } from './run';

/** Progress goes to standard error, so that the report can be piped. */
const told = (text: string) => void process.stderr.write(`${text}\n`);

try {
  const asked = readOptions(process.argv.slice(2), process.env);
  if (asked === null) {
    process.stdout.write(`${USAGE}\n`);
  } else {
    const report = await runReconcile(asked, told);
    process.stdout.write(`${asked.json ? reportJson(report) : reportText(report)}\n`);
    process.exitCode = report.flagged === 0 ? 0 : 1;
  }
} catch (error) {
  const { code, message } = toFailure(error);
  told(message);
  if (code === 'invalid-arguments') told(`\n${USAGE}`);
  if (!(error instanceof SidetoneError)) told(error instanceof Error ? (error.stack ?? '') : '');
  process.exitCode = 2;
}
