import { SidetoneError, toFailure } from '../../contracts/errors';
import { modelJobSchema, type ModelJob, type ModelJobMessage } from '../../contracts/models';
import { convertModel } from '../../models/convert/convert-model';
import { manifest } from '../../models/manifest';
import { measureModel } from './measure-model';

/** What of Electron's parent port is used here; this room does not import electron. */
interface ParentPort {
  postMessage(message: ModelJobMessage): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

async function work(job: ModelJob, tell: (message: ModelJobMessage) => void): Promise<void> {
  if (job.kind === 'test') {
    const measurement = await measureModel(job, () => tell({ type: 'loaded' }));
    return tell({ type: 'measured', measurement });
  }
  const model = manifest.find(({ name }) => name === job.name);
  if (!model) throw new SidetoneError('model-unknown', 'There is no such model.');
  await convertModel(model, job.folder);
  tell({ type: 'converted' });
}

/** Does the one job it is given, and is then ended by who gave it. */
function serve(onJob: (listener: (data: unknown) => void) => void, tell: (message: ModelJobMessage) => void): void {
  onJob((data) => {
    const job = modelJobSchema.safeParse(data);
    if (!job.success) return tell({ type: 'failed', failure: toFailure(job.error) });
    work(job.data, tell).catch((error: unknown) => tell({ type: 'failed', failure: toFailure(error) }));
  });
}

const { parentPort } = process as typeof process & { parentPort?: ParentPort };
if (parentPort)
  serve(
    (listener) => parentPort.on('message', ({ data }) => listener(data)),
    (message) => parentPort.postMessage(message),
  );
else if (process.send) {
  serve(
    (listener) => process.on('message', listener),
    (message) => process.send?.(message),
  );
  // Who gave the job is gone.
  process.on('disconnect', () => process.exit());
} else {
  process.stderr.write('This is a part of: npm run models -- test NAME\n');
  process.exitCode = 2;
}
