import { it } from 'vitest';
import { deviceCases } from '../../survive/cases/devices';
import { PracticeStage } from '../../survive/practice-stage';
import { appMissing } from '../support/desk-app';
import { LIMIT_MS } from '../support/desk-facts';
import { describeCases } from '../support/describe-cases';

describeCases('headsets and loudspeakers', {
  missing: appMissing,
  cases: deviceCases,
  start: () => PracticeStage.start(),
  more: (stage) => {
    it('records three seconds of the microphone and plays them back, in Settings', async () => {
      await stage().open();
      const { page } = stage();
      await page.getByRole('button', { name: /设置/ }).last().click();
      await page.getByTestId('test-recording').click();
      for (const state of ['recording', 'playing', 'idle']) {
        await page.locator(`[data-testid=test-recording][data-state=${state}]`).waitFor({ timeout: LIMIT_MS });
      }
      await stage().close();
    });
  },
});
