import { describe, expect, it } from 'vitest';
import { addToDraft, startDraft } from '../../domain/record-builder';
import { DraftKeeper } from './draft-keeper';

const draft = startDraft({
  recordId: '01890000-0000-7000-8000-000000000001',
  direction: 'outbound',
  remoteNumber: '8001',
  agentExtension: '1001',
  language: 'zh',
  wallTimeMs: 0,
  monotonicMs: 0,
});

describe('DraftKeeper', () => {
  it('writes the newest state after a slow write, and skips what was overtaken', async () => {
    const written: number[] = [];
    let release = () => undefined as void;
    const first = new Promise<void>((resolve) => (release = resolve));
    const keeper = new DraftKeeper(
      {
        saveDraft: async (saved) => {
          written.push(saved.timeline.length);
          if (written.length === 1) await first;
        },
        finishRecord: async () => undefined,
      },
      () => undefined,
    );
    let current = draft;
    for (let count = 0; count < 4; count += 1) {
      keeper.save(current);
      current = addToDraft(current, { type: 'note', text: 'x' }, count);
    }
    release();
    await keeper.settled();
    expect(written).toEqual([0, 3]);
  });

  it('reports a failed write and writes again at the next change', async () => {
    const troubles: unknown[] = [];
    let full = true;
    let saved = 0;
    const keeper = new DraftKeeper(
      {
        saveDraft: async () => {
          if (full) throw new Error('disk full');
          saved += 1;
        },
        finishRecord: async () => undefined,
      },
      (error) => troubles.push(error),
    );
    keeper.save(draft);
    await keeper.settled();
    full = false;
    keeper.save(draft);
    await keeper.settled();
    expect(troubles).toHaveLength(1);
    expect(saved).toBe(1);
  });
});
