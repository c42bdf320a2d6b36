import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SidetoneError, parseOrThrow } from '../contracts/errors';
import { configFileSchema, type ConfigFile } from '../contracts/settings';
import { checkFakeMicrophone } from './fake-microphone';

/**
 * Reads `--config=FILE` from the command line. Relative paths inside the file are taken from the file's folder.
 * Throws SidetoneError `config-unreadable` or `config-invalid` (naming the path of the key, or the file it names).
 */
export function readConfigArgument(argv: readonly string[]): ConfigFile {
  const argument = argv.find((value) => value.startsWith('--config='));
  if (!argument) return {};
  const file = path.resolve(argument.slice('--config='.length));
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new SidetoneError('config-unreadable', `The configuration file ${file} cannot be read. Check the path.`, {
      cause: error,
    });
  }
  const config = resolvePaths(parseConfig(text, file), path.dirname(file));
  if (config.fakeMicrophoneWav !== undefined) checkFakeMicrophone(config.fakeMicrophoneWav);
  return config;
}

export function parseConfig(text: string, file: string): ConfigFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SidetoneError('config-invalid', `The configuration file ${file} is not JSON: ${reason}.`);
  }
  // Parsed once with the defaults of the settings left out, so that a key that is absent stays absent.
  parseOrThrow(configFileSchema, value, 'config-invalid', `The configuration file ${file}`);
  const given = value as Record<string, unknown>;
  const parsed = configFileSchema.parse(value);
  return Object.fromEntries(Object.entries(parsed).filter(([key]) => key in given));
}

function resolvePaths(config: ConfigFile, folder: string): ConfigFile {
  const resolve = (value: string | undefined) => (value === undefined ? undefined : path.resolve(folder, value));
  return {
    ...config,
    cueBookFile: resolve(config.cueBookFile),
    modelsFolder: resolve(config.modelsFolder),
    dataFolder: resolve(config.dataFolder),
    fakeMicrophoneWav: resolve(config.fakeMicrophoneWav),
  };
}
