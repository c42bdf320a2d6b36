import { describe, expect, it } from 'vitest';
import { recogniserKindSchema, type RecogniserKind } from '../../../contracts/models';
import { recogniserLayouts } from '../../../models/recogniser-kinds';
import { isStreaming, sherpaConfig } from './sherpa-config';

const files = { network: '/m/model.onnx', encoder: '/m/e.onnx', decoder: '/m/d.onnx', joiner: '/m/j.onnx' };
const tokens = '/m/tokens.txt';
const networksOf = (kind: RecogniserKind, language: 'zh' | 'en' | 'yue' | 'auto' = 'zh') =>
  sherpaConfig(kind, { ...files, tokens }, language).modelConfig;

describe('what sherpa-onnx is told of a model', () => {
  it('names the files in the place of its kind', () => {
    const common = { tokens, numThreads: 1, provider: 'cpu' };
    const { encoder, decoder, joiner, network: model } = files;
    expect(networksOf('whisper')).toEqual({
      whisper: { encoder, decoder, language: 'zh', task: 'transcribe', tailPaddings: -1 },
      ...common,
    });
    expect(networksOf('sense-voice')).toEqual({
      senseVoice: { model, language: 'zh', useInverseTextNormalization: 1 },
      ...common,
    });
    expect(networksOf('zipformer-transducer')).toEqual({
      transducer: { encoder, decoder, joiner },
      modelType: 'transducer',
      ...common,
    });
    expect(networksOf('streaming-zipformer')).toEqual({ transducer: { encoder, decoder, joiner }, ...common });
    expect(networksOf('paraformer')).toEqual({ paraformer: { model }, ...common });
    expect(networksOf('streaming-paraformer')).toEqual({ paraformer: { encoder, decoder }, ...common });
    expect(networksOf('streaming-zipformer-ctc')).toEqual({ zipformer2Ctc: { model }, ...common });
    expect(networksOf('zipformer-ctc')).toEqual({ zipformerCtc: { model }, ...common });
    expect(networksOf('dolphin')).toEqual({ dolphin: { model }, ...common });
    expect(networksOf('fire-red-asr')).toEqual({ fireRedAsr: { encoder, decoder }, ...common });
  });

  it('names every file of the layout of each kind, and nothing that is not there', () => {
    for (const { kind, files: wanted } of recogniserLayouts) {
      const paths = Object.fromEntries(Object.keys(wanted).map((key) => [key, `/m/${key}`]));
      const told = JSON.stringify(sherpaConfig(kind, paths, 'zh'));
      for (const path of Object.values(paths)) expect(told).toContain(`"${path}"`);
    }
    expect(recogniserLayouts.map(({ kind }) => kind).sort()).toEqual([...recogniserKindSchema.options].sort());
  });

  it('gives Whisper no language that would end it, and none where it shall find out', () => {
    const languages = (['zh', 'en', 'yue', 'auto'] as const).map((language) => networksOf('whisper', language).whisper);
    expect(languages).toMatchObject([{ language: 'zh' }, { language: 'en' }, { language: 'zh' }, { language: '' }]);
    expect(networksOf('sense-voice', 'yue').senseVoice).toMatchObject({ language: 'yue' });
    expect(networksOf('sense-voice', 'auto').senseVoice).toMatchObject({ language: 'auto' });
  });

  it('knows which kinds write while one speaks', () => {
    expect(recogniserKindSchema.options.filter(isStreaming)).toEqual(
      recogniserKindSchema.options.filter((kind) => kind.startsWith('streaming')),
    );
  });
});
