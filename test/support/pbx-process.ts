import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const repository = path.resolve(import.meta.dirname, '../..');
const lineSchema = z.object({ event: z.string(), webSocketUrl: z.string().optional(), domain: z.string().optional() });

/** The practice PBX as a process of its own, to be killed without a word. */
export class PbxProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<string, (() => void)[]>();
  webSocketUrl = '';
  domain = '';

  private constructor(port: number) {
    const program = ['--import', 'tsx', 'practice/main.ts', '--port', String(port), '--exit-with-stdin'];
    this.#child = spawn(process.execPath, program, { cwd: repository, stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: this.#child.stdout ?? process.stdin });
    lines.on('line', (line) => {
      const { event, webSocketUrl, domain } = lineSchema.parse(JSON.parse(line));
      this.webSocketUrl = webSocketUrl ?? this.webSocketUrl;
      this.domain = domain ?? this.domain;
      for (const resolve of this.#waiting.get(event)?.splice(0) ?? []) resolve();
    });
  }

  /** On this port, or on any free one when it is 0. */
  static async start(port = 0): Promise<PbxProcess> {
    const pbx = new PbxProcess(port);
    await pbx.next('ready');
    return pbx;
  }

  get port(): number {
    return Number(new URL(this.webSocketUrl).port);
  }

  /** Resolves at the first such event from now on. */
  next(event: string): Promise<void> {
    return new Promise((resolve) => this.#waiting.set(event, [...(this.#waiting.get(event) ?? []), resolve]));
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }
}
