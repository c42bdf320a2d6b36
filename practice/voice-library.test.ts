import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { composeAgentWav } from './agent-microphone';
import { levelDb } from './agent-speech';
import { CUSTOMERS_FOLDER, loadPracticeCustomers } from './customer-library';
import { openVoices, VOICES_FOLDER } from './voice-library';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'practice-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the practice voices', () => {
  it('are all there, may ship, and stay under 8 MB', async () => {
    const { clips } = await openVoices();
    let bytes = 0;
    for (const id of clips.keys()) bytes += (await stat(join(VOICES_FOLDER, `${id}.flac`))).size;
    expect(clips.size).toBeGreaterThan(100);
    expect(bytes).toBeLessThan(8_000_000);
    const manifest = await readFile(join(VOICES_FOLDER, 'MANIFEST.tsv'), 'utf8');
    expect(
      manifest
        .trim()
        .split('\n')
        .slice(1)
        .filter((row) => !row.includes('may ship')),
    ).toEqual([]);
  });

  it('decode to telephone audio of the length the manifest tells', async () => {
    const voices = await openVoices();
    const samples = await voices.samples('zh/c01_zf_xiaobei', 8000);
    expect(samples.length / 8000).toBeCloseTo(voices.clips.get('zh/c01_zf_xiaobei')?.seconds ?? 0, 1);
    expect(levelDb(samples)).toBeGreaterThan(-35);
    expect(await voices.samples('zh/c01_zf_xiaobei', 8000)).toBe(samples);
  });

  it('tell a clip that is missing from one that is broken and from a folder without a manifest', async () => {
    await expect((await openVoices()).samples('zh/none', 8000)).rejects.toMatchObject({ code: 'voice-missing' });
    await expect(openVoices(folder)).rejects.toMatchObject({ code: 'voices-missing' });
    await writeFile(join(folder, 'MANIFEST.tsv'), 'file\ttext\nbad.flac\tx\n');
    await writeFile(join(folder, 'bad.flac'), 'this is not FLAC');
    await expect((await openVoices(folder)).samples('bad', 8000)).rejects.toMatchObject({ code: 'voice-broken' });
  });
});

describe('the practice customers', () => {
  it('are at least twelve who speak, in both languages, with clips that exist in their own voice', async () => {
    const customers = await loadPracticeCustomers();
    const { clips } = await openVoices();
    const speaking = customers.filter((customer) => customer.onInvite.type === 'answer');
    expect(speaking.length).toBeGreaterThanOrEqual(12);
    expect(speaking.filter((customer) => customer.language === 'en').length).toBeGreaterThanOrEqual(3);
    for (const customer of customers) {
      for (const id of customer.steps.flatMap((step) => step.say)) {
        expect(clips.get(id), `${customer.customerId}: ${id}`).toMatchObject({ voice: customer.voice });
      }
    }
  });

  it('say what they are expected to bring up', async () => {
    const { clips } = await openVoices();
    for (const customer of await loadPracticeCustomers()) {
      const said = customer.steps.flatMap((step) => step.say.map((id) => clips.get(id)?.text ?? '')).join(' ');
      const plain = said.toLowerCase().replace(/[，。？]/g, '');
      for (const cue of customer.expectedCues) expect(plain, customer.customerId).toContain(cue.toLowerCase());
    }
  });

  it('are refused with the file and the path of a wrong key, and where two share an extension', async () => {
    await writeFile(join(folder, 'a.json'), JSON.stringify({ customerId: 'a', extension: 'x' }));
    await expect(loadPracticeCustomers(folder)).rejects.toThrow(/a\.json.*extension/);
    const [file = ''] = await readdir(CUSTOMERS_FOLDER);
    const text = await readFile(join(CUSTOMERS_FOLDER, file), 'utf8');
    await writeFile(join(folder, 'a.json'), text);
    await writeFile(join(folder, 'b.json'), text.replace(/"customerId": "/, '$&other-'));
    await expect(loadPracticeCustomers(folder)).rejects.toThrow(/b\.json repeats/);
  });
});

describe("the agent's microphone track", () => {
  it.each(['zh', 'en'] as const)('is 40 s of 48 kHz mono with speech and silence (%s)', async (language) => {
    const path = join(folder, 'agent.wav');
    await composeAgentWav(path, { language });
    const wav = await readFile(path);
    expect(wav.toString('ascii', 0, 4)).toBe('RIFF');
    expect([wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34)]).toEqual([1, 48_000, 16]);
    expect(wav.length).toBe(44 + 40 * 48_000 * 2);
    const samples = new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length));
    const loudSeconds = Array.from({ length: 40 }, (_, second) =>
      levelDb(samples.subarray(second * 48_000, (second + 1) * 48_000)),
    ).filter((level) => level > -40).length;
    expect(loudSeconds).toBeGreaterThan(8);
    expect(loudSeconds).toBeLessThan(30);
  });
});
