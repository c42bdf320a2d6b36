/**
 * `npm start -- --demo`: drives the real app through the real stack unattended, and exits 0 only if every step held.
 * The window speaks Chinese here, so its buttons are named in Chinese.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import type { z } from 'zod';
import { chainReportSchema, optOutsSchema, recordsPageSchema } from '../../contracts/server-api';
import type { ChainedRecord } from '../../contracts/records';
import type { PracticeEvent } from '../../practice/events';
import { startDesk, startFloor, type DeskApp, type Floor } from './floor';
import { DemoReport } from './report';

const LIMIT_MS = 90_000;
const POLL_MS = 200;

class Demonstration {
  desk: DeskApp | null = null;

  constructor(
    readonly floor: Floor,
    readonly report: DemoReport,
  ) {}

  get page(): Page {
    if (!this.desk) throw new Error('The app is not open.');
    return this.desk.page;
  }

  step(name: string, work: () => Promise<string>): Promise<void> {
    return this.report.step(name, () => this.desk?.page ?? null, work);
  }

  /** Resolves with the next event of that name from the practice PBX. */
  next(name: PracticeEvent['event']): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = () => {
        clearTimeout(timer);
        this.floor.pbx.events.off('event', listener);
      };
      const listener = (event: PracticeEvent) => {
        if (event.event !== name) return;
        finish();
        resolve();
      };
      const timer = setTimeout(() => {
        finish();
        reject(new Error(`The practice PBX did not report ${name}.`));
      }, LIMIT_MS);
      this.floor.pbx.events.on('event', listener);
    });
  }

  async open(): Promise<void> {
    this.desk = await startDesk(this.floor);
    await this.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
  }

  async dial(number: string): Promise<void> {
    const field = this.page.getByRole('textbox').first();
    await field.fill(number);
    await field.press('Enter');
  }

  async card(title: string, state?: string): Promise<string> {
    const card = this.page.locator(`[data-testid=leading-card]${state ? `[data-state=${state}]` : ''}`, {
      hasText: title,
    });
    await card.first().waitFor({ timeout: LIMIT_MS });
    return (await card.first().locator('.st-heard').textContent()) ?? '';
  }

  async hangUp(): Promise<void> {
    await this.page.getByRole('button', { name: '挂断', exact: true }).click();
  }

  async wrapUp(key: string): Promise<void> {
    await this.page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
    await this.page.keyboard.press(key);
    await this.page.keyboard.press('Control+Enter');
    await this.page.getByText('通话结果').first().waitFor({ state: 'detached', timeout: LIMIT_MS });
  }

  async ask<T>(route: string, schema: z.ZodType<T>): Promise<T> {
    const { url, tokens } = this.floor.server;
    const response = await fetch(new URL(route, url), {
      headers: { authorization: `Bearer ${tokens.supervisorToken ?? ''}` },
    });
    if (!response.ok) throw new Error(`The server answered ${response.status} to ${route}.`);
    return schema.parse(await response.json());
  }

  /** Waits until the server holds `count` records. */
  async records(count: number): Promise<ChainedRecord[]> {
    const endMs = performance.now() + LIMIT_MS;
    for (;;) {
      const { records } = await this.ask('/v1/records?limit=50', recordsPageSchema);
      if (records.length >= count) return records;
      if (performance.now() > endMs) throw new Error(`The server holds ${records.length} records, not ${count}.`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

async function play(demo: Demonstration): Promise<void> {
  await demo.step('Sign on', async () => {
    await demo.open();
    return 'registered as 1001 at the practice PBX';
  });
  await demo.step('Outbound: the price', async () => {
    await demo.dial('8001');
    const heard = await demo.card('嫌贵');
    return `card for ${heard}`;
  });
  await demo.step('Hang up and wrap up', async () => {
    await demo.hangUp();
    await demo.wrapUp('2');
    const [record] = await demo.records(1);
    return `record ${record?.number} on the server, ${record?.record.disposition}`;
  });
  await demo.step('Outbound: the opt-out', async () => {
    await demo.dial('8002');
    const heard = await demo.card('客户要求不再来电', 'confirmed');
    return `card for ${heard}`;
  });
  await demo.step('The opt-out is a record of its own', async () => {
    await demo.page
      .getByRole('button', { name: '挂断', exact: true })
      .click({ timeout: 5_000 })
      .catch(() => undefined);
    await demo.wrapUp('7');
    await demo.records(2);
    const { optOuts } = await demo.ask('/v1/opt-outs', optOutsSchema);
    if (!optOuts.some(({ number }) => number === '8002')) throw new Error('No opt-out of 8002 on the server.');
    return `${optOuts.length} opt-out on the server`;
  });
  await demo.step('Outbound: in English', async () => {
    await demo.dial('8010');
    return `card for ${await demo.card('Asks for a lower price')}`;
  });
  await demo.step('Hang up the English call', async () => {
    await demo.hangUp();
    await demo.wrapUp('4');
    await demo.records(3);
    return 'record 3 on the server';
  });
  await demo.step('Inbound: answered', async () => {
    const connected = demo.next('media-connected');
    await demo.floor.pbx.ringAgent('zhang-price');
    await demo.page.getByText('张女士').first().waitFor({ timeout: LIMIT_MS });
    await demo.page.getByRole('button', { name: '接听', exact: true }).click({ timeout: LIMIT_MS });
    await connected;
    return 'the caller is heard';
  });
  await demo.step('Wrap up the inbound call', async () => {
    await demo.hangUp();
    await demo.wrapUp('9');
    await demo.records(4);
    return 'record 4 on the server';
  });
  await demo.step('Inbound: declined', async () => {
    await demo.floor.pbx.ringAgent('zhang-price');
    const ended = demo.next('call-ended');
    await demo.page.getByRole('button', { name: '拒接', exact: true }).click({ timeout: LIMIT_MS });
    await ended;
    const records = await demo.records(5);
    return `record 5: ${records.find(({ number }) => number === 5)?.record.cause}`;
  });
  await demo.step('SIGKILL in the middle of a call', async () => {
    const connected = demo.next('media-connected');
    await demo.dial('8003');
    await connected;
    // The journal of an answered call is on the disk some seconds later.
    await demo.page
      .getByRole('timer')
      .filter({ hasText: /00:(0[2-9]|[1-5]\d)/ })
      .waitFor({ timeout: LIMIT_MS });
    const child = demo.desk?.app.process();
    const ended = new Promise((resolve) => child?.once('exit', resolve));
    child?.kill('SIGKILL');
    await ended;
    demo.desk = null;
    return 'the app is gone';
  });
  await demo.step('Started again', async () => {
    await demo.open();
    await demo.page.getByRole('button', { name: '挂断', exact: true }).click({ timeout: LIMIT_MS });
    await demo.wrapUp('9');
    const records = await demo.records(6);
    const last = records.find(({ number }) => number === 6)?.record;
    if (last?.cause !== 'agent-hangup') throw new Error(`The sixth record says ${last?.cause}.`);
    return 'the same call was taken back, and is one record on the server';
  });
  await demo.step('The monitor', async () => {
    await demo.page
      .getByRole('tab', { name: /监控/ })
      .or(demo.page.getByRole('button', { name: /监控/ }))
      .first()
      .click();
    const calls = demo.page.locator('.st-counts dd').first();
    await calls.getByText('6', { exact: true }).waitFor({ timeout: LIMIT_MS });
    await demo.page.locator('.st-tile', { hasText: '1001' }).waitFor({ timeout: LIMIT_MS });
    const lines = await demo.page.locator('.st-feed li').count();
    if (lines !== 6) throw new Error(`The feed has ${lines} records, not 6.`);
    return 'the desk, 6 calls and 6 records are there';
  });
  await demo.step('Every record once, the chain whole', async () => {
    const records = await demo.records(6);
    const distinct = new Set(records.map(({ record }) => record.recordId));
    const deskId = records[0]?.deskId ?? '';
    const chain = await demo.ask(`/v1/desks/${deskId}/chain`, chainReportSchema);
    if (records.length !== 6 || distinct.size !== 6)
      throw new Error(`${records.length} records, ${distinct.size} calls.`);
    if (!chain.whole || chain.records !== 6) throw new Error(`The chain is not whole: ${JSON.stringify(chain)}`);
    return '6 records, none twice, no gap, no broken link';
  });
}

const { values: options } = parseArgs({
  options: {
    /** Where the report goes. */
    report: { type: 'string', default: 'demo-report' },
    /** A PostgreSQL to keep the records in; without it, one that is thrown away at the end. */
    'database-url': { type: 'string' },
    'exit-with-stdin': { type: 'boolean', default: false },
  },
});
const report = await DemoReport.open(path.resolve(options.report));
const databaseUrl = options['database-url'];
const demo = new Demonstration(
  await startFloor({ announced: false, ...(databaseUrl === undefined ? {} : { databaseUrl }) }),
  report,
);

async function close(): Promise<void> {
  await demo.desk?.app.close().catch(() => undefined);
  await demo.floor.stop();
  await report.write();
}

/** Told to end in the middle: the app at once, what it talks to in order. */
async function breakOff(): Promise<void> {
  demo.desk?.app.process().kill('SIGKILL');
  await close();
  process.exit(1);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void breakOff());
if (options['exit-with-stdin']) process.stdin.once('end', () => void breakOff()).resume();
try {
  await play(demo);
} finally {
  await close();
}
process.stdout.write(
  `${report.ok ? 'Every step held.' : 'Not every step held.'} ${path.join(options.report, 'index.html')}\n`,
);
process.exit(report.ok ? 0 : 1);
