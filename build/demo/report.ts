import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';

/** One step of the demonstration. `evidence`: what was seen, in words or figures. */
export interface DemoStep {
  name: string;
  ok: boolean;
  ms: number;
  evidence: string;
  screenshot: string | null;
}

const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Runs the steps one after another, prints a timeline, and writes `report.json`, the pictures and `index.html`. */
export class DemoReport {
  readonly steps: DemoStep[] = [];
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<DemoReport> {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    return new DemoReport(folder);
  }

  get ok(): boolean {
    return this.steps.length > 0 && this.steps.every((step) => step.ok);
  }

  /** A step that throws has failed; the demonstration goes on, so that the report shows all that holds. */
  async step(name: string, page: () => Page | null, work: () => Promise<string>): Promise<void> {
    const startedAtMs = performance.now();
    let ok = true;
    let evidence: string;
    try {
      evidence = await work();
    } catch (error) {
      ok = false;
      evidence = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    }
    const ms = Math.round(performance.now() - startedAtMs);
    const screenshot = await this.#picture(page());
    this.steps.push({ name, ok, ms, evidence, screenshot });
    process.stdout.write(`${ok ? '✓' : '✗'} ${name} (${(ms / 1000).toFixed(1)} s): ${evidence}\n`);
  }

  async write(): Promise<void> {
    const report = { ok: this.ok, steps: this.steps };
    await writeFile(path.join(this.#folder, 'report.json'), JSON.stringify(report, null, 2));
    const rows = this.steps.map(
      ({ name, ok, ms, evidence, screenshot }) =>
        `<section><h2>${ok ? '✓' : '✗'} ${escapeHtml(name)}</h2><p>${escapeHtml(evidence)} · ${ms} ms</p>` +
        `${screenshot ? `<img src="${screenshot}" alt="${escapeHtml(name)}" width="960">` : ''}</section>`,
    );
    const style = 'body{font:16px system-ui;max-width:1000px;margin:2rem auto}img{border:1px solid #ccc}';
    await writeFile(
      path.join(this.#folder, 'index.html'),
      `<!doctype html><meta charset="utf-8"><title>Sidetone</title><style>${style}</style><h1>Sidetone</h1>${rows.join('')}`,
    );
  }

  async #picture(page: Page | null): Promise<string | null> {
    if (!page || page.isClosed()) return null;
    const name = `${String(this.steps.length + 1).padStart(2, '0')}.png`;
    try {
      await page.screenshot({ path: path.join(this.#folder, name), timeout: 10_000 });
      return name;
    } catch {
      return null;
    }
  }
}
