import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { SurviveCase } from '../case';
import { ECHO } from '../practice-customers';
import { LIMIT_MS, type PracticeStage } from '../practice-stage';
import { readScreen } from '../screen';
import { malformedMessages, type DeskAddress } from '../torture/malformed';
import { aimedAt, tortureMessages } from '../torture/rfc4475';

const MALFORMED = 400;
/** A window that hangs answers nothing; a loaded machine answers within this. */
const ALIVE_WITHIN_MS = 20_000;

function addressOf(stage: PracticeStage): DeskAddress {
  const register = stage.proxy.seen.findLast(({ kind }) => kind === 'REGISTER');
  const contactUri = /^Contact:[^<\r\n]*<([^>]+)>/im.exec(register?.text ?? '')?.[1];
  if (contactUri === undefined) throw new Error('The desk has not registered.');
  return { contactUri, domain: stage.pbx.domain };
}

/** What the window threw, and whether it died, from now on. */
function watchWindow(page: Page): { errors: string[]; stop(): void } {
  const errors: string[] = [];
  const onError = ({ message }: Error) => void errors.push(message);
  const onCrash = () => void errors.push('the window crashed');
  page.on('pageerror', onError).on('crash', onCrash);
  return { errors, stop: () => void page.off('pageerror', onError).off('crash', onCrash) };
}

/** A message that is right enough rings: that is no wrong state. The agent declines until it is quiet. */
async function declineAll({ page }: PracticeStage): Promise<void> {
  const idle = page.getByText('可以拨打下一个电话');
  const decline = page.getByRole('button', { name: '拒接', exact: true });
  const deadlineMs = Date.now() + LIMIT_MS;
  while (!(await idle.isVisible()) && Date.now() < deadlineMs) {
    await decline.click({ timeout: 1_000 }).catch(() => undefined);
  }
  await idle.waitFor({ timeout: 1_000 });
}

let questions = 0;

/** Says all of it, and waits until a question that comes after it is answered: a window that hangs answers none. */
async function say(stage: PracticeStage, messages: readonly string[]): Promise<void> {
  const { proxy } = stage;
  const { contactUri, domain } = addressOf(stage);
  for (const text of messages) proxy.inject(text);
  const callId = `alive-${String((questions += 1))}`;
  const answer = proxy.message((message) => message.callId === callId && message.direction === 'from-desk');
  const head = [
    `OPTIONS ${contactUri} SIP/2.0`,
    `Via: SIP/2.0/WS ${domain};branch=z9hG4bK${callId}`,
    'Max-Forwards: 70',
  ];
  const addresses = [`From: <sip:pbx@${domain}>;tag=${callId}`, `To: <sip:1001@${domain}>`, `Call-ID: ${callId}`];
  proxy.inject([...head, ...addresses, 'CSeq: 1 OPTIONS', 'Content-Length: 0', '', ''].join('\r\n'));
  const late = new Promise<never>((_resolve, reject) =>
    setTimeout(() => reject(new Error('The window hangs.')), ALIVE_WITHIN_MS).unref(),
  );
  await Promise.race([answer, late]);
}

/** Says all of it to the desk, idle and in a call; afterwards a call must still work. */
async function bombard(stage: PracticeStage, messages: readonly string[]): Promise<string> {
  const { page } = stage;
  const watched = watchWindow(page);
  try {
    await say(stage, messages);
    await declineAll(stage);
    assert.equal((await readScreen(page)).registered, true, 'It says it is not registered.');

    const answered = stage.next('call-answered');
    await stage.dial(ECHO.number);
    await answered;
    await page.getByRole('button', { name: '保持', exact: true, disabled: false }).waitFor({ timeout: LIMIT_MS });
    await say(stage, messages);
    const screen = await readScreen(page);
    assert.deepEqual(
      { registered: screen.registered, inCall: screen.inCall, held: screen.held, muted: screen.muted },
      { registered: true, inCall: true, held: false, muted: false },
    );
    const ended = stage.next('call-ended');
    await stage.hangUpAndWrapUp();
    await ended;
    await stage.dial(ECHO.number);
    await page.getByRole('button', { name: '保持', exact: true, disabled: false }).waitFor({ timeout: LIMIT_MS });
    await stage.hangUpAndWrapUp();
    assert.deepEqual([...new Set(watched.errors)], [], 'The window threw.');
  } finally {
    watched.stop();
  }
  return `${String(messages.length)} messages idle and in a call; the next call works`;
}

/** Messages that no honest PBX sends, put into the WebSocket in the practice PBX's name. `seed` chooses the generated ones. */
export function tortureCases(seed: number): readonly SurviveCase<PracticeStage>[] {
  return [
    {
      name: 'torture',
      row: null,
      title: 'reads the torture messages of RFC 4475, to others and to itself, and goes on as before',
      injected: 'the 49 messages of RFC 4475, as they are and aimed at the desk',
      async run(stage) {
        const { contactUri } = addressOf(stage);
        const texts = tortureMessages().map(({ text }) => text);
        return { seen: await bombard(stage, [...texts, ...texts.map((text) => aimedAt(text, contactUri))]) };
      },
    },
    {
      name: 'malformed',
      row: null,
      title: 'reads messages that are wrong in one to four ways, and goes on as before',
      injected: `${String(MALFORMED)} generated malformed messages`,
      async run(stage) {
        return { seen: await bombard(stage, malformedMessages(addressOf(stage), { count: MALFORMED, seed })) };
      },
    },
  ];
}
