import { cp, mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { locateModels, modelSearchPath } from '../../models/locate';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { LIMIT_MS, dial, finishCall, nextEvent } from '../support/desk-facts';

const found = await locateModels({ searchPath: modelSearchPath() });
const fastEar = found.find(({ role }) => role === 'fast-ear');
const missing = appMissing ?? (fastEar?.state === 'found' ? null : 'the keyword model is not on this machine');

describe.skipIf(missing)(
  `the real app with bad models${missing ? ` (${missing})` : ''}`,
  { timeout: 3 * LIMIT_MS },
  () => {
    let floor: Floor;
    let desk: DeskApp;
    let models: string;
    /** The keyword model as it is on this machine; its copy is what the tests damage. */
    const whole = fastEar?.message ?? '';
    const copy = () => path.join(models, path.basename(whole));

    beforeAll(async () => {
      models = await mkdtemp(path.join(os.tmpdir(), 'sidetone-models-'));
      await cp(whole, copy(), { recursive: true });
      for (const name of await readdir(copy())) {
        const file = path.join(copy(), name);
        if (name.endsWith('.onnx')) await truncate(file, Math.floor((await stat(file)).size / 2));
      }
      floor = await startFloor();
      desk = await startDesk(floor, { modelsFolder: models });
      await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
    });

    afterAll(async () => {
      await desk?.app.close();
      await floor?.stop();
      await rm(models, { recursive: true, force: true });
    });

    it('names what is damaged and what is missing, and how to get it', async () => {
      const { page } = desk;
      await page
        .getByText(/听辨模型文件已损坏（.*fsmn-ctc-kws-zh.*），副驾不可用，电话照常。/)
        .waitFor({ timeout: LIMIT_MS });
      await page.getByText(/运行 npm run models 重新下载/).waitFor();
      await page.getByText('副驾不可用', { exact: true }).waitFor();
      await page.getByRole('button', { name: '设置', exact: true }).click();
      const settings = page.locator('#settings-copilot');
      await settings.getByText(/fsmn_kws\.onnx is damaged/).waitFor({ timeout: LIMIT_MS });
      await settings
        .getByText(/npm run models/)
        .first()
        .waitFor();
    });

    it('telephones as ever', async () => {
      const { page } = desk;
      await page.getByRole('button', { name: '电话', exact: true }).click();
      const answered = nextEvent(floor, 'media-connected');
      await dial(page, '600');
      await answered;
      await finishCall(page);
    });

    it('takes a model that was repaired at a refresh, without a restart', async () => {
      const { page } = desk;
      await cp(whole, copy(), { recursive: true });
      await page.getByRole('button', { name: '设置', exact: true }).click();
      await page.locator('#settings-copilot').getByRole('button', { name: '重新检查' }).click();
      await page.getByText('副驾就绪').waitFor({ timeout: LIMIT_MS });
    });
  },
);
