import { describe, expect, it } from 'vitest';
import { withoutSecrets } from './diagnostics';

describe('what support may read', () => {
  it('has no secret in any text or key, however deep, and keeps everything else', () => {
    const told = {
      at: '2026-11-21T17:00:00.000Z',
      mos: 4.4093,
      list: [{ text: '张女士 said s3cret', 'id-s3cret': null }],
    };
    expect(withoutSecrets(told, ['s3cret', '张女士', ''])).toEqual({
      at: '2026-11-21T17:00:00.000Z',
      mos: 4.4093,
      list: [{ text: '[removed] said [removed]', 'id-[removed]': null }],
    });
  });

  it('has no telephone number, known or not', () => {
    expect(withoutSecrets('call +8613800138000 or 8001', ['8001'])).toBe('call +[removed] or [removed]');
  });

  it('has no name of who uses the computer', () => {
    for (const path of ['/home/zhang.wei/models/a.onnx', '/Users/zhang.wei/b', 'C:\\Users\\zhang.wei\\c.onnx']) {
      expect(withoutSecrets(`${path} is damaged`, [])).not.toContain('zhang');
    }
  });

  it('leaves nothing of a secret that contains another', () => {
    expect(withoutSecrets('practice-1001', ['1001', 'practice-1001'])).toBe('[removed]');
  });
});
