import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConfigFile } from '../../contracts/settings';
import { readAudioFile, resample } from '../../main/copilot/audio-file';
import { openVoices } from '../../practice/voice-library';
import { wavOf } from '../asterisk/wav';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { LIMIT_MS, dial, finishCall, nextEvent, serverRecords } from '../support/desk-facts';
import { killApp } from '../support/launch';
import {
  COMPARED_HZ,
  decimate,
  decodeLegs,
  halfSeconds,
  likeness,
  readRecording,
  recordingFiles,
} from '../support/recorded';

const because = appMissing ? ` (${appMissing})` : '';
/** The agent's line and the customer's that are looked for in the legs. */
const SAID = { agent: 'zh/a01_zm_yunxi', customer: 'zh/c01_zf_xiaobei' };
/** Of two voices that have nothing to do with each other 0.1 to 0.25 was seen. */
const MORE_THAN_CHANCE = 0.3;
const APART = 2.5;
const SILENT_DB = -70;
const LOUD_DB = -40;

describe.skipIf(appMissing)(`the recording of a call${because}`, { timeout: 4 * LIMIT_MS }, () => {
  let floor: Floor;
  let desk: DeskApp | null = null;

  beforeAll(async () => {
    floor = await startFloor();
    await mkdir(path.join(floor.folder, 'no-models'));
  });
  afterEach(async () => {
    await desk?.app.close();
    desk = null;
  });
  afterAll(() => floor?.stop());

  const dataFolder = () => path.join(floor.folder, 'desk');

  async function open(recording: Partial<NonNullable<ConfigFile['recording']>>, more: ConfigFile = {}) {
    const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    desk = await startDesk(floor, {
      modelsFolder: path.join(floor.folder, 'no-models'),
      audio: { inputDeviceId: 'default', outputDeviceId: 'default', ringDeviceId: 'default', levels: {}, ...audio },
      recording: {
        when: 'all',
        announce: 'none',
        beepEverySeconds: 0,
        pauseForCards: false,
        keepDays: 30,
        maxMegabytes: 100,
        ...recording,
      },
      ...more,
    });
    const { page } = desk;
    await page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
    const state = (wanted: string) =>
      page.locator(`[data-testid=recording][data-state=${wanted}]`).waitFor({ timeout: LIMIT_MS });
    return { desk, page, state };
  }

  it('has each side in its own channel and not in the other, opens after SIGKILL up to the last seconds, and goes on', async () => {
    const { desk: app, page, state } = await open({});
    const answered = new Promise<void>((resolve) => {
      floor.pbx.events.on('event', (event) => event.event === 'customer-speaks' && event.step === 2 && resolve());
    });
    await dial(page, '8001');
    await state('recording');
    const shownAtMs = Date.now();
    await answered;
    await killApp(app.app);
    const shownSeconds = (Date.now() - shownAtMs) / 1000;
    desk = null;
    const [file = ''] = await recordingFiles(dataFolder());
    const recorded = await readRecording(dataFolder(), file);
    expect(recorded.complete).toBe(false);
    const legs = await decodeLegs(recorded.ogg);
    // From a second after the answer to a second or two before the kill.
    expect(legs.seconds).toBeGreaterThan(shownSeconds - 5);
    const voices = await openVoices();
    const voice = async (id: string) => {
      const samples = Float32Array.from(await voices.samples(id, 48_000), (sample) => sample / 32_768);
      return decimate(samples, 48_000 / COMPARED_HZ);
    };
    const agent = await voice(SAID.agent);
    const customer = await voice(SAID.customer);
    const figures = {
      agentOwn: likeness(agent, legs.agent),
      agentOther: likeness(agent, legs.customer),
      customerOwn: likeness(customer, legs.customer),
      customerOther: likeness(customer, legs.agent),
    };
    const told = Object.entries(figures).map(([name, value]) => `${name} ${value.toFixed(2)}`);
    process.stdout.write(
      `recording: ${legs.seconds.toFixed(1)} s written of ${shownSeconds.toFixed(1)} s on screen; ${told.join(', ')}\n`,
    );
    // A busy machine's jitter buffer stretches speech, which costs likeness in its own channel; in the other it is chance.
    expect(figures.agentOwn).toBeGreaterThan(MORE_THAN_CHANCE);
    expect(figures.customerOwn).toBeGreaterThan(MORE_THAN_CHANCE);
    expect(figures.agentOwn).toBeGreaterThan(APART * figures.agentOther);
    expect(figures.customerOwn).toBeGreaterThan(APART * figures.customerOther);

    // The call is taken back, and recorded further in a second file: the first is not touched.
    const { page: again, state: secondState } = await open({});
    await secondState('recording');
    await finishCall(again);
    const further = file.replace(/(\.[^.]+)$/, '.1$1');
    await expect.poll(() => recordingFiles(dataFolder())).toEqual(expect.arrayContaining([file, further]));
    await expect
      .poll(async () => (await readRecording(dataFolder(), further)).complete, { timeout: LIMIT_MS })
      .toBe(true);
    expect((await readRecording(dataFolder(), file)).ogg).toEqual(recorded.ogg);
  });

  it('tells the customer in words before the agent is heard, and has the words in both channels', async () => {
    const silence = path.join(floor.folder, 'silence.wav');
    await writeFile(silence, wavOf(new Float32Array(96_000), 48_000));
    const { page, state } = await open({ announce: 'spoken' }, { fakeMicrophoneWav: silence });
    const before = await recordingFiles(dataFolder());
    const connected = nextEvent(floor, 'media-connected');
    const telling = page.getByTestId('recording-announcing');
    const told = telling
      .waitFor({ timeout: LIMIT_MS })
      .then(() => telling.waitFor({ state: 'detached', timeout: LIMIT_MS }));
    await dial(page, '600');
    await connected;
    await state('recording');
    await told;
    await finishCall(page);
    const newFile = async () => (await recordingFiles(dataFolder())).find((name) => !before.includes(name)) ?? '';
    await expect.poll(newFile, { timeout: LIMIT_MS }).not.toBe('');
    const file = await newFile();
    await expect.poll(async () => (await readRecording(dataFolder(), file)).complete, { timeout: LIMIT_MS }).toBe(true);
    const legs = await decodeLegs((await readRecording(dataFolder(), file)).ogg);
    const notice = await readAudioFile(path.resolve('renderer/recording/notices/zh.flac'));
    const samples = await resample(notice.channels[0] ?? new Float32Array(0), notice.sampleRateHz, 16_000);
    const words = decimate(samples, 16_000 / COMPARED_HZ);
    // The echo sends back what went to the customer.
    const figures = { said: likeness(words, legs.agent), heardByCustomer: likeness(words, legs.customer) };
    process.stdout.write(`notice: ${JSON.stringify(figures)}\n`);
    expect(figures.said).toBeGreaterThan(MORE_THAN_CHANCE);
    expect(figures.heardByCustomer).toBeGreaterThan(MORE_THAN_CHANCE);
  });

  it('is silent for keys pressed, goes on by itself, tells the customer by a beep, and is in the record', async () => {
    const tone = path.join(floor.folder, 'tone.wav');
    const hz = 440;
    await writeFile(
      tone,
      wavOf(
        Float32Array.from({ length: 96_000 }, (_, n) => 0.25 * Math.sin((2 * Math.PI * hz * n) / 48_000)),
        48_000,
      ),
    );
    const before = (await recordingFiles(dataFolder())).length;
    const {
      desk: app,
      page,
      state,
    } = await open({ pauseForCards: true, announce: 'beep' }, { fakeMicrophoneWav: tone });
    const connected = nextEvent(floor, 'media-connected');
    await dial(page, '600');
    await connected;
    await state('recording');
    // Single letters are the call's once the number field has let go.
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    await page.keyboard.press('k');
    await page.keyboard.press('5');
    await state('paused-for-card');
    await state('recording');
    await page.keyboard.press('r');
    await state('paused-by-hand');
    await page.keyboard.press('r');
    await state('recording');
    const records = (await serverRecords(floor.server)).length;
    await finishCall(page);
    await expect.poll(async () => (await serverRecords(floor.server)).length, { timeout: LIMIT_MS }).toBe(records + 1);
    const record = (await serverRecords(floor.server))
      .map((chained) => chained.record)
      .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))[0];
    const changes = record?.timeline.flatMap((entry) => (entry.type === 'recording' ? [entry.change] : []));
    expect(changes).toEqual(
      expect.arrayContaining(['started', 'announced', 'paused-for-card', 'resumed', 'paused-by-hand', 'stopped']),
    );
    const files = await recordingFiles(dataFolder());
    expect(files).toHaveLength(before + 1);
    const file = files.find((name) => name.includes(record?.recordId ?? '-')) ?? '';
    await expect.poll(async () => (await readRecording(dataFolder(), file)).complete, { timeout: LIMIT_MS }).toBe(true);
    const legs = await decodeLegs((await readRecording(dataFolder(), file)).ogg);
    expect(Math.abs(legs.seconds - (record?.recording?.durationMs ?? 0) / 1000)).toBeLessThan(0.1);
    const loudness = halfSeconds(legs.agent);
    const silent = loudness.map((db) => db < SILENT_DB);
    const firstSilent = silent.indexOf(true);
    const quiet = silent.slice(firstSilent).indexOf(false);
    process.stdout.write(
      `keys: ${legs.seconds.toFixed(1)} s, silent from ${firstSilent / 2} s for ${quiet / 2} s; ${String(record?.recording?.bytes)} bytes\n`,
    );
    expect(loudness.slice(0, firstSilent).filter((db) => db > LOUD_DB)).not.toEqual([]);
    expect(quiet).toBeGreaterThanOrEqual(15);
    expect(loudness.slice(firstSilent + quiet).filter((db) => db > LOUD_DB)).not.toEqual([]);
    expect(halfSeconds(legs.customer)[firstSilent + 2]).toBeLessThan(SILENT_DB);

    // The same recording in the Records tab: drawn, played, and exported after the question.
    await page.getByRole('button', { name: /记录/ }).first().click();
    await page.locator('.st-open').first().click();
    await page.getByRole('button', { name: '打开录音' }).click();
    await page.getByTestId('waveform').first().waitFor({ timeout: LIMIT_MS });
    expect(await page.locator('[data-testid=waveform] path').first().getAttribute('d')).toMatch(/^M0 /);
    await page.getByRole('combobox', { name: '速度' }).selectOption('2');
    await page.getByRole('button', { name: '播放' }).press('Enter');
    const position = page.getByRole('slider', { name: '播放位置' });
    await expect.poll(async () => Number(await position.inputValue()), { timeout: LIMIT_MS }).toBeGreaterThan(0);
    await position.press('End');
    await expect.poll(async () => Number(await position.inputValue()), { timeout: LIMIT_MS }).toBeGreaterThan(10_000);
    const target = path.join(floor.folder, 'exported.ogg');
    await app.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, target);
    await page.getByRole('button', { name: '导出…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '取消' }).click();
    await page.getByRole('button', { name: '导出…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '导出', exact: true }).click();
    await page.getByText(/已导出到/).waitFor({ timeout: LIMIT_MS });
    expect(await readFile(target)).toEqual((await readRecording(dataFolder(), file)).ogg);
  });
});
