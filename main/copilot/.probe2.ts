import { loadFsmnCtc, createFsmnFastEar } from './fsmn-fast-ear';
import { readAudioFile, toEarRate } from './audio-file';
import { readFileSync } from 'node:fs';
const d = '../shared/models/fsmn-ctc-kws-zh/';
const ear = createFsmnFastEar(
  await loadFsmnCtc({
    network: d + 'fsmn_kws.onnx',
    normalisation: d + 'am.mvn.dim80_l2r2',
    tokens: d + 'tokens_2599.txt',
  }),
);
const rows = readFileSync('../shared/audio/telesales/MANIFEST.tsv', 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((l) => l.split('\t'))
  .filter((r) => r[1] === 'zh');
const phrases = [...new Set(rows.flatMap((r) => (r[5] ?? '').split('|').filter(Boolean)))];
let want = 0,
  found = 0,
  falsely = 0;
const miss: string[] = [],
  fa: string[] = [];
const t = Date.now();
let sec = 0;
for (const r of rows) {
  const a = await readAudioFile('../shared/audio/telesales/' + r[0]);
  const pcm = await toEarRate(a.channels[0]!, a.sampleRateHz);
  sec += pcm.length / 16000;
  const l = ear.listen(phrases.map((phrase) => ({ phrase, threshold: 0.15 })));
  const hits = [...(await l.push(pcm)), ...(await l.finish())];
  const got = new Set(hits.map((h) => h.phrase));
  const exp = new Set((r[5] ?? '').split('|').filter(Boolean));
  for (const e of exp) {
    want++;
    if (got.has(e)) found++;
    else miss.push(r[0] + ':' + e);
  }
  for (const h of hits)
    if (!exp.has(h.phrase) && !r[4]!.includes(h.phrase)) {
      falsely++;
      fa.push(r[0] + ':' + h.phrase + h.score.toFixed(2) + r[4]);
    }
}
console.log(
  phrases.length,
  rows.length,
  { want, found, falsely },
  miss.join(' '),
  fa.join('\n'),
  'rtf',
  (Date.now() - t) / 1000 / sec,
);
