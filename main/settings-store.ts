import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Failure } from '../contracts/errors';
import { settingsSchema, type ConfigFile, type Settings } from '../contracts/settings';

/** Writes a file so that a crash leaves either the old or the new content, never half of one. */
export function writeFileAtomically(file: string, content: string, mode = 0o600): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, content, { mode, flush: true });
  renameSync(temporary, file);
}

/** Settings of the desk in one JSON file. A damaged file is put aside, never overwritten, and reported. */
export class SettingsStore {
  readonly #file: string;
  readonly notices: Failure[] = [];
  #settings: Settings;

  constructor(folder: string, config: ConfigFile) {
    this.#file = path.join(folder, 'settings.json');
    const stored = this.#read();
    const knownKeys = Object.keys(settingsSchema.shape);
    const fromConfig = Object.fromEntries(Object.entries(config).filter(([key]) => knownKeys.includes(key)));
    this.#settings = settingsSchema.parse({ ...stored, ...fromConfig });
  }

  get settings(): Settings {
    return this.#settings;
  }

  save(settings: Settings): void {
    writeFileAtomically(this.#file, JSON.stringify(settings, null, 2));
    this.#settings = settings;
  }

  #read(): Settings {
    const defaults = settingsSchema.parse({});
    if (!existsSync(this.#file)) return defaults;
    try {
      return settingsSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      const aside = `${this.#file}.damaged-${Date.now()}`;
      renameSync(this.#file, aside);
      this.notices.push({
        code: 'settings-damaged',
        message: `The settings file could not be read and was kept as ${path.basename(aside)}. Defaults are in use.`,
        retryable: false,
      });
      return defaults;
    }
  }
}
