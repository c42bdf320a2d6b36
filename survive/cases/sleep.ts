import assert from 'node:assert/strict';
import { LIMIT_MS, control, meterMoves, talking, wrapUp } from '../../test/asterisk/agent-hands';
import { CALLER } from '../../test/asterisk/floor';
import type { AsteriskStage } from '../asterisk-stage';
import type { SurviveCase } from '../case';
import { answerFromPbx } from '../forgery';
import { until } from '../until';
import { goesOn } from './coming-back';

/** The computer wakes, as the operating system says it; answers how soon the desk was registered again. */
async function wakeAndRegister({ desk, proxy }: AsteriskStage): Promise<string> {
  const atMs = Date.now();
  await desk.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'));
  const answered = await proxy.message(answerFromPbx('REGISTER'), atMs);
  return `registered again after ${String(answered.atMs - atMs)} ms`;
}

function command({ desk }: AsteriskStage, name: 'answer' | 'hang-up'): Promise<void> {
  return desk.app.evaluate(
    ({ BrowserWindow }, said) => BrowserWindow.getAllWindows()[0]?.webContents.send('desktop:command', said),
    name,
  );
}

/** A computer that sleeps and a window that is hidden, against Asterisk. */
export const sleepCases: readonly SurviveCase<AsteriskStage>[] = [
  {
    name: 'wakes-up',
    row: 7,
    title: 'registers over a new connection as soon as the computer wakes',
    injected: 'the socket dies unnoticed in a sleep; then it wakes',
    async run(stage) {
      const { floor, page, proxy } = stage;
      const before = (await floor.records()).length;
      proxy.strand();
      const figure = await wakeAndRegister(stage);
      await stage.registered();
      await floor.asterisk.callAgent(CALLER.callerId);
      await page.getByText(CALLER.name).first().waitFor({ timeout: LIMIT_MS });
      await control(page, '拒接').click();
      await page.getByText('可以拨打下一个电话').waitFor({ timeout: LIMIT_MS });
      const { cause, direction } = await floor.nextRecord(before);
      assert.deepEqual({ cause, direction }, { cause: 'declined-by-agent', direction: 'inbound' });
      return { seen: 'registered; it rings', figure };
    },
  },
  {
    name: 'sleeps-in-a-call',
    row: 7,
    title: 'keeps a call over a short sleep',
    injected: 'socket and media path die unnoticed in a call; then it wakes',
    async run(stage) {
      const { proxy } = stage;
      const before = await stage.callTheEcho();
      proxy.strand();
      proxy.media?.killPaths();
      const figure = await wakeAndRegister(stage);
      await goesOn(stage, before);
      return { seen: 'the call goes on', figure };
    },
  },
  {
    name: 'window-hidden',
    row: null,
    title: 'takes a call while its window is hidden',
    injected: 'the window is hidden, then it rings',
    async run(stage) {
      const { floor, page, desk } = stage;
      const before = (await floor.records()).length;
      await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
      await floor.asterisk.callAgent(CALLER.callerId);
      // Her name may stand in a list before she rings.
      await control(page, '接听').waitFor({ state: 'attached', timeout: LIMIT_MS });
      await command(stage, 'answer');
      await talking(page);
      await meterMoves(page, 'customer');
      const timer = page.getByRole('timer');
      const shown = await timer.textContent();
      await until(
        () => timer.textContent(),
        (text) => text !== shown,
        { what: 'The timer of the call' },
      );
      const visible = await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
      assert.equal(visible, false);
      await command(stage, 'hang-up');
      await page.getByText('通话结果').first().waitFor({ state: 'attached', timeout: LIMIT_MS });
      await wrapUp(page);
      const { cause, direction } = await floor.nextRecord(before);
      assert.deepEqual({ cause, direction }, { cause: 'agent-hangup', direction: 'inbound' });
      return { seen: 'the call, its timer running' };
    },
  },
];
