import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RECALL_TITLES, recallCells, tallyRecall, type RecallBand, type RecallEars } from '../../bench/ears/recall';
import { telesalesLines } from '../../bench/ears/recall-lines';
import type { Language } from '../../contracts/cues';
import { loadEars } from '../../main/copilot/load-ears';
import { locateModels, modelSearchPath } from '../../models/locate';

const clips = path.resolve(import.meta.dirname, '../../../shared/audio');
// The voices that may ship: enough lines, and a third less time.
const sets = { zh: await telesalesLines(clips, 'zh'), en: await telesalesLines(clips, 'en') };
const located = await locateModels({ searchPath: modelSearchPath() });
const ready = sets.zh.lines.length > 0 && located.every(({ state }) => state === 'found');

/** Without VNNI the published weights overflow in English: docs/copilot-results.md. */
const exactBytes = process.platform !== 'linux' || /vnni/.test(readFileSync('/proc/cpuinfo', 'utf8'));

/** On a machine busy with other things it took almost seven times as long as on a quiet one. */
const TIMEOUT_MS = 1_800_000;

describe.skipIf(!ready)('keywords of the telesales lines (needs the models and the shared clips)', () => {
  let ears: RecallEars;
  const table = [`| language, band | ${RECALL_TITLES.join(' | ')} |`];
  const falseAlarms: string[] = [];

  beforeAll(async () => {
    const { vad, fastEar, carefulEar } = await loadEars(modelSearchPath());
    const careful = await carefulEar;
    if (!vad || !fastEar || !careful) throw new Error('an ear did not load');
    ears = { vad, fastEar, carefulEar: careful };
  }, TIMEOUT_MS);

  afterAll(() => {
    console.log([...table, 'False alarms:', ...falseAlarms].join('\n'));
  });

  async function tally(language: Language, band: RecallBand) {
    const tallies = await tallyRecall(ears, { name: language, ...sets[language] }, band);
    table.push(`| ${language}, ${band} | ${recallCells(tallies).join(' | ')} |`);
    falseAlarms.push(...tallies.falseAlarms);
    return tallies;
  }

  // Floors and ceilings lie slightly beyond what was measured: docs/copilot-results.md.
  it('are found in Mandarin at 16 kHz', { timeout: TIMEOUT_MS }, async () => {
    const { wanted, fast, careful, either, both, stands } = await tally('zh', '16 kHz');
    expect(fast.found / wanted).toBeGreaterThanOrEqual(0.95);
    expect(careful.found / wanted).toBeGreaterThanOrEqual(0.93);
    expect(either.found / wanted).toBeGreaterThanOrEqual(0.96);
    expect(both.found / wanted).toBeGreaterThanOrEqual(0.92);
    expect(stands.found / wanted).toBeGreaterThanOrEqual(0.96);
    expect(fast.falsely).toBeLessThanOrEqual(8);
    expect(careful.falsely).toBe(0);
    expect(stands.falsely).toBe(0);
  });

  it('are found in Mandarin through the telephone band and G.711', { timeout: TIMEOUT_MS }, async () => {
    const { wanted, fast, careful, either, both, stands } = await tally('zh', 'telephone');
    // Three or four words below what was measured, for two or three words of a telephone figure are chance.
    expect(fast.found / wanted).toBeGreaterThanOrEqual(0.95);
    expect(careful.found / wanted).toBeGreaterThanOrEqual(exactBytes ? 0.88 : 0.82);
    expect(either.found / wanted).toBeGreaterThanOrEqual(0.96);
    expect(both.found / wanted).toBeGreaterThanOrEqual(exactBytes ? 0.83 : 0.78);
    // What stands is what the agent and the record have: two words below.
    expect(stands.found / wanted).toBeGreaterThanOrEqual(exactBytes ? 0.97 : 0.89);
    expect(fast.falsely).toBeLessThanOrEqual(8);
    expect(careful.falsely).toBe(0);
    expect(stands.falsely).toBe(0);
  });

  it('are found in English at 16 kHz, by the careful ear alone', { timeout: TIMEOUT_MS }, async () => {
    const { wanted, fast, careful, stands } = await tally('en', '16 kHz');
    expect(fast.found).toBe(0);
    expect(careful.found / wanted).toBeGreaterThanOrEqual(exactBytes ? 0.93 : 0.76);
    expect(stands.found / wanted).toBeGreaterThanOrEqual(exactBytes ? 0.93 : 0.76);
    expect(careful.falsely).toBeLessThanOrEqual(1);
    expect(stands.falsely).toBeLessThanOrEqual(1);
  });

  it('are found in English through the telephone band and G.711', { timeout: TIMEOUT_MS }, async () => {
    const { wanted, careful, stands } = await tally('en', 'telephone');
    expect(careful.found / wanted).toBeGreaterThanOrEqual(exactBytes ? 0.9 : 0.69);
    expect(stands.found / wanted).toBeGreaterThanOrEqual(exactBytes ? 0.93 : 0.69);
    expect(careful.falsely).toBeLessThanOrEqual(1);
    expect(stands.falsely).toBeLessThanOrEqual(1);
  });
});
