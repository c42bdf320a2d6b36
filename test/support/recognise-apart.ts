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
  /** Heard in pieces of so many seconds while it is spoken. */
  piecesOfSeconds?: number;
}

async function recognise({ kind, files, languages, seconds, level, piecesOfSeconds }: RecogniseJob) {
  const ear = await loadSherpaCarefulEar(kind, files);
  const pcm = Float32Array.from({ length: Math.round(16_000 * seconds) }, (_, at) => level * Math.sin(at * at));
  const heard = [];
  for (const language of languages) heard.push(await ear.transcribe(pcm, language));
  const partials = [];
  if (piecesOfSeconds !== undefined) {
    const stream = ear.stream?.('zh');
    if (!stream) throw new Error('it does not stream');
    const piece = Math.round(16_000 * piecesOfSeconds);
    for (let at = 0; at < pcm.length; at += piece) partials.push(await stream.push(pcm.subarray(at, at + piece)));
    partials.push(await stream.finish());
  }
  return { heard, partials, streams: ear.stream !== undefined };
}

process.on('message', (job: RecogniseJob) => {
  recognise(job).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
