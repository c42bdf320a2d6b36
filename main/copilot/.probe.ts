import { loadFsmnCtc } from './fsmn-fast-ear';
import { readAudioFile, toEarRate } from './audio-file';
import { FeatureStream } from './feature-stream';
import { Fbank } from './fbank';
import { AcousticStream } from './acoustic-stream';
const d = '../shared/models/fsmn-ctc-kws-zh/';
const m = await loadFsmnCtc({
  network: d + 'fsmn_kws.onnx',
  normalisation: d + 'am.mvn.dim80_l2r2',
  tokens: d + 'tokens_2599.txt',
});
for (const n of ['kws_ws_0', 'kws_ws_1', 'funasr_asr_example', 'masr_test']) {
  const a = await readAudioFile(`../shared/audio/zh/${n}.wav`);
  const pcm = await toEarRate(a.channels[0]!, a.sampleRateHz);
  const f = new FeatureStream(new Fbank(), m.normalisation),
    ac = new AcousticStream(m.model, m.tokens.length);
  const rows = [...(await ac.push(f.push(pcm))), ...(await ac.push(f.finish())), ...(await ac.finish())];
  let prev = 0,
    s = '';
  for (const r of rows) {
    let b = 0;
    for (let i = 1; i < r.length; i++) if (r[i]! > r[b]!) b = i;
    if (b !== prev && b) s += m.tokens[b];
    prev = b;
  }
  console.log(n, rows.length, s);
}
