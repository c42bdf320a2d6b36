import { loadSherpaCarefulEar } from '../../main/copilot/sherpa-careful-ear';
import type { RecogniserKind } from '../../contracts/models';
import type { SpokenLanguage } from '../../contracts/transcript';
import type { RecogniserFiles } from '../../main/copilot/recognisers/sherpa-config';

/** What a process of its own shall hear: an engine may end it. */
export interface RecogniseJob {
  kind: RecogniserKind;
  files: RecogniserFiles;
  languages: SpokenLanguage[];
  seconds: number;
  /** Of the noise that is heard; 0 is silence. */
  level: number;
}

async function recognise({ kind, files, languages, seconds, level }: RecogniseJob) {
  const ear = await loadSherpaCarefulEar(kind, files);
  const pcm = Float32Array.from({ length: Math.round(16_000 * seconds) }, (_, at) => level * Math.sin(at * at));
  const heard = [];
  for (const language of languages) heard.push(await ear.transcribe(pcm, language));
  return { heard };
}

process.on('message', (job: RecogniseJob) => {
  recognise(job).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
