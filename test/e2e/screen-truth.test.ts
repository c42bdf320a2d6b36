import { expect, it } from 'vitest';
import { screenTruthCases } from '../../survive/cases/screen-truth';
import { SPEAKING } from '../../survive/practice-customers';
import { PracticeStage } from '../../survive/practice-stage';
import { appMissing } from '../support/desk-app';
import { LIMIT_MS } from '../support/desk-facts';
import { describeCases } from '../support/describe-cases';

describeCases('what the screen says of a call', {
  missing: appMissing,
  cases: screenTruthCases,
  start: () => PracticeStage.start(),
  more: (stage) => {
    it('measures each second, shows it live and on the monitor, and draws it after the call', async () => {
      // The supervisor's token enrols a desk that may watch the floor.
      await stage().open(stage().supervisor);
      const { page } = stage();
      await stage().talk(SPEAKING.number);
      const quality = page.getByTestId('quality');
      await page.locator('[data-testid=quality]:not([data-quality=unknown])').waitFor({ timeout: LIMIT_MS });
      await quality.getByText(/MOS [1-4]\.\d/).waitFor({ timeout: LIMIT_MS });
      const said = await quality.textContent();
      const figures = await quality.getAttribute('title');
      expect(figures).toMatch(/丢包 \d+\.\d%.*往返/);
      await page.getByRole('button', { name: /监控/ }).click();
      await page.locator('.st-tile .st-quality .st-num').first().waitFor({ timeout: LIMIT_MS });
      await page
        .getByRole('button', { name: /电话|通话$/ })
        .first()
        .click();
      await stage().hangUpAndWrapUp();
      await expect.poll(async () => (await stage().records()).length, { timeout: LIMIT_MS }).toBeGreaterThan(0);
      const record = (await stage().records()).at(-1);
      expect(record?.callQuality?.measuredSeconds).toBeGreaterThan(0);
      expect(record?.callQuality?.meanMos).toBeGreaterThan(1);
      expect(record?.callQuality?.worstMos).toBeLessThanOrEqual(record?.callQuality?.meanMos ?? 0);
      process.stdout.write(`quality: ${said} | ${figures} | ${JSON.stringify(record?.callQuality).slice(0, 160)}\n`);
      await page.getByRole('button', { name: /记录/ }).first().click();
      await page.locator('.st-open').first().click();
      await page.getByTestId('quality-chart').waitFor({ timeout: LIMIT_MS });
      expect(await page.locator('[data-testid=quality-chart] path[data-leg=incoming]').getAttribute('d')).toMatch(/^M/);
      await stage().close();
    });
  },
});
