import { it } from 'vitest';
import { headsetCases, headsetOf } from '../../survive/cases/headset';
import { PracticeStage } from '../../survive/practice-stage';
import { appMissing } from '../support/desk-app';
import { LIMIT_MS } from '../support/desk-facts';
import { describeCases } from '../support/describe-cases';

describeCases("a headset's buttons and lights", {
  missing: appMissing,
  cases: headsetCases,
  start: () => PracticeStage.start(),
  more: (stage) => {
    it('is listed in Settings', async () => {
      await headsetOf(stage());
      const { page } = stage();
      await page.getByRole('button', { name: '设置', exact: true }).click();
      await page.getByText('Simulated headset').waitFor({ timeout: LIMIT_MS });
      await page.getByRole('button', { name: '电话', exact: true }).click();
    });
  },
});
