import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { chaosScheduleSchema } from '../../contracts/chaos';
import { parseJsonFile } from '../../domain/json-check';
import { playChaos } from '../../survive/chaos/play';
import { PracticeStage } from '../../survive/practice-stage';
import { seededRandom } from '../../bench/random';
import { appMissing } from '../support/desk-app';

const example = path.resolve(import.meta.dirname, '../../docs/chaos/bad-afternoon.json');

describe('a schedule of faults', () => {
  it('is read from the example in the documentation, and refused with the place of what is wrong', () => {
    const text = readFileSync(example, 'utf8');
    expect(parseJsonFile(text, chaosScheduleSchema, 'chaos-invalid', 'a.json').faults.length).toBeGreaterThan(3);
    const wrong = text.replace('"share": 0.2', '"share": 3');
    expect(() => parseJsonFile(wrong, chaosScheduleSchema, 'chaos-invalid', 'a.json')).toThrow(
      /^a\.json:\d+:\d+: faults\.1\.fault\.share: /,
    );
    const nowhen = text.replace(/"at": \{[^}]*\}/, '"at": { "mesage": "BYE" }');
    expect(() => parseJsonFile(nowhen, chaosScheduleSchema, 'chaos-invalid', 'a.json')).toThrow(
      /^a\.json:\d+:\d+: faults\.0\.at: Expected \{ "seconds"/,
    );
  });
});

describe.skipIf(appMissing)(`faults over practice calls${appMissing ? ` (${appMissing})` : ''}`, () => {
  let stage: PracticeStage;

  afterAll(async () => {
    await stage?.stop();
  });

  it('leave no wrong screen and no lost record', { timeout: 6 * 60_000 }, async () => {
    stage = await PracticeStage.start({ faults: seededRandom(1) });
    await stage.open();
    const schedule = chaosScheduleSchema.parse({
      name: 'A flap, a PBX that comes back, a crash',
      seconds: 24,
      faults: [
        { at: { message: 'ACK' }, fault: { type: 'drop' } },
        { at: { seconds: 8 }, fault: { type: 'pbx-restart', forSeconds: 1 } },
        { at: { seconds: 16 }, fault: { type: 'app-kill' } },
      ],
    });
    const report = await playChaos(stage, schedule, console.info);
    console.info(`${(report.silenceS ?? 0).toFixed(1)} s of silence over ${String(report.calls)} calls`);
    expect(report).toMatchObject({ untruths: [], injected: 3, balance: { lost: [], doubled: [] } });
    expect(report.calls).toBeGreaterThan(1);
  });

  it('count a screen that lies and a record that is lost', { timeout: 6 * 60_000 }, async () => {
    await stage.open();
    // What no code of ours does: a screen that says registered whatever is, and a database that forgets.
    await stage.page.evaluate(() =>
      document.body.append(Object.assign(document.createElement('p'), { textContent: '已注册' })),
    );
    await stage.database.query(
      'CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
    );
    await stage.database.query('CREATE TRIGGER forget BEFORE INSERT ON records FOR EACH ROW EXECUTE FUNCTION forget()');
    const schedule = chaosScheduleSchema.parse({
      name: 'A screen that lies, a record that is lost',
      seconds: 30,
      faults: [{ at: { seconds: 6 }, fault: { type: 'away', forSeconds: 20 } }],
    });
    const report = await playChaos(stage, schedule, console.info);
    expect(report.untruths).toContain('registered, which the PBX denies');
    expect(report.balance.lost.length).toBeGreaterThan(0);
  });
});
