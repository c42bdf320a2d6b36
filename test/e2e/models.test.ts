import { copyFile, cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDeskModels } from '../../models/desk-models';
import { startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { LIMIT_MS, dial, finishCall, nextEvent } from '../support/desk-facts';
import { earsMissing } from '../support/models-missing';
import { locateModels, modelSearchPath } from '../../models/locate';

const located = await locateModels({ searchPath: modelSearchPath() });
const filesOf = (role: string) => located.find((model) => model.role === role)?.files ?? {};

describe.skipIf(earsMissing)(
  `the model manager of the real app${earsMissing ? ` (${earsMissing})` : ''}`,
  { timeout: 4 * LIMIT_MS },
  () => {
    let floor: Floor;
    let desk: DeskApp;
    let root: string;
    const models = () => path.join(root, 'models');
    const section = () => desk.page.locator('#settings-models');

    /** The next dialog of the system chooses this folder. */
    const choose = (folder: string) =>
      desk.app.evaluate(({ dialog }, chosen) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
      }, folder);
    const openSettings = () => desk.page.getByRole('button', { name: '设置', exact: true }).click();

    beforeAll(async () => {
      root = await mkdtemp(path.join(os.tmpdir(), 'sidetone-models-'));
      const { network = '' } = filesOf('fast-ear');
      await cp(path.dirname(network), path.join(models(), 'fsmn-ctc-kws-zh'), { recursive: true });
      const { encoder = '', decoder = '', tokens = '' } = filesOf('careful-ear');
      const stick = path.join(root, 'stick');
      await mkdir(path.join(stick, 'our-ear'), { recursive: true });
      await copyFile(encoder, path.join(stick, 'our-ear', 'ours-encoder.onnx'));
      await copyFile(decoder, path.join(stick, 'our-ear', 'ours-decoder.onnx'));
      await copyFile(tokens, path.join(stick, 'our-ear', 'ours-tokens.txt'));
      // All that can be told beforehand is right; the engine ends its process over it.
      await mkdir(path.join(stick, 'wrong-ear'));
      await copyFile(network, path.join(stick, 'wrong-ear', 'x-encoder.onnx'));
      await copyFile(network, path.join(stick, 'wrong-ear', 'x-decoder.onnx'));
      await copyFile(tokens, path.join(stick, 'wrong-ear', 'x-tokens.txt'));
      floor = await startFloor();
      desk = await startDesk(floor, { modelsFolder: models() });
      await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
    });

    afterAll(async () => {
      await desk?.app.close();
      await floor?.stop();
      await rm(root, { recursive: true, force: true });
    });

    it('tests a model in a process of its own and shows what was measured', async () => {
      await openSettings();
      const row = section().locator('[data-model="fsmn-ctc-kws-zh"]');
      await row.getByText('SHA-256 已校验').waitFor({ timeout: LIMIT_MS });
      await row.getByRole('button', { name: /^试运行：/ }).click();
      await row.getByText(/实时系数 \d\.\d\d · 内存 [\d.]+ MB/).waitFor({ timeout: LIMIT_MS });
    });

    it('imports a model of its own as unverified, and refuses one that ends its engine', async () => {
      await choose(path.join(root, 'stick'));
      await section().getByRole('button', { name: '从文件夹导入…' }).click();
      await section().getByText('已导入 our-ear，试运行通过；来源未经校验。').waitFor({ timeout: LIMIT_MS });
      await section()
        .getByText(/这不是能用的模型/)
        .waitFor();
      expect((await readdir(models())).sort()).toEqual(['desk-models.json', 'fsmn-ctc-kws-zh', 'our-ear']);
    });

    it('switches when a test went well; the call under way keeps its ears, the next one has the new', async () => {
      await desk.page.getByRole('button', { name: '电话', exact: true }).click();
      const answered = nextEvent(floor, 'media-connected');
      await dial(desk.page, '600');
      await answered;
      await openSettings();
      const row = section().locator('[data-model="our-ear"]');
      await row.getByRole('button', { name: /^试运行并切换：/ }).click();
      await section()
        .getByText(/已切换，当前通话结束后生效/)
        .waitFor({ timeout: LIMIT_MS });
      const ears = desk.page.locator('#settings-copilot');
      expect(await ears.getByText('our-ear').count()).toBe(0);
      expect((await readDeskModels(models())).decided.chosen['careful-ear']?.name).toBe('our-ear');
      await desk.page.getByRole('button', { name: '电话', exact: true }).click();
      await finishCall(desk.page);
      await openSettings();
      await ears.locator('li', { hasText: 'our-ear' }).getByText('就绪').waitFor({ timeout: LIMIT_MS });
      await section()
        .getByText(/已切换，当前通话结束后生效/)
        .waitFor({ state: 'detached' });
    });
  },
);
