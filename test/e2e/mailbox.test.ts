import { afterAll, beforeAll, describe, it } from 'vitest';
import { LIMIT_MS } from '../asterisk/agent-hands';
import { AGENT } from '../asterisk/configuration';
import { AsteriskFloor, type AsteriskDesk } from '../asterisk/floor';
import { asteriskUnavailable } from '../asterisk/install';
import { appMissing } from '../support/desk-app';

const BUILD_LIMIT_MS = 15 * 60_000;
const reason = appMissing ?? asteriskUnavailable();

describe.skipIf(reason)(`the mailbox of an agent, with Asterisk 22${reason ? ` (${reason})` : ''}`, () => {
  let floor: AsteriskFloor;
  let desk: AsteriskDesk;

  beforeAll(async () => {
    floor = await AsteriskFloor.start();
    desk = await floor.startDesk();
    await desk.page.getByText(`分机 ${AGENT.extension} 已注册`).waitFor({ timeout: LIMIT_MS });
  }, BUILD_LIMIT_MS);

  afterAll(async () => {
    await desk?.app.close();
    await floor?.stop();
  });

  it('shows a message that was left while the desk was registered', { timeout: 120_000 }, async () => {
    await desk.page.getByText('条新留言').waitFor({ state: 'detached' });
    await floor.asterisk.leaveMessage(AGENT.extension);
    await desk.page.getByText('1 条新留言').waitFor({ timeout: LIMIT_MS });
  });

  it('shows a message that was left before it registered', { timeout: 120_000 }, async () => {
    await desk.page.reload();
    await desk.page.getByText('1 条新留言').waitFor({ timeout: LIMIT_MS });
  });
});
