import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from 'vitest';
import type { CaseStage, SurviveCase } from '../../survive/case';

/** Asterisk may have to be built first. */
const BUILD_LIMIT_MS = 15 * 60_000;
const CASE_LIMIT_MS = 10 * 60_000;

interface Suite<Stage extends CaseStage> {
  /** Why they cannot run here, or null. */
  readonly missing: string | null;
  readonly cases: readonly SurviveCase<Stage>[];
  start(): Promise<Stage>;
  /** Tests beside the cases, on the same stage; before them. */
  more?(stage: () => Stage): void;
}

/** One test for each case, all on one stage, which is quiet before each and left without a call after it. */
export function describeCases<Stage extends CaseStage>(title: string, suite: Suite<Stage>): void {
  const { missing, cases, start, more } = suite;
  describe.skipIf(missing)(`${title}${missing ? ` (${missing})` : ''}`, { timeout: CASE_LIMIT_MS }, () => {
    let stage: Stage | null = null;
    const present = () => {
      if (!stage) throw new Error('The stage did not start.');
      return stage;
    };

    beforeAll(async () => {
      stage = await start();
    }, BUILD_LIMIT_MS);

    afterAll(async () => {
      await stage?.stop();
    });

    beforeEach(() => stage?.calm());

    afterEach(async () => {
      stage?.calm();
      await stage?.tidy();
    }, BUILD_LIMIT_MS);

    more?.(present);

    for (const known of cases) {
      it(known.title, async () => {
        const { seen, figure } = await known.run(present());
        console.info(`${known.name}: ${seen}${figure ? `; ${figure}` : ''}`);
      });
    }
  });
}
