// What `npm start` tells the app and the server: the settings file, the practice customers.
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { writeWhole } from './file-checks.mjs';
import { repositoryFolder } from './folders.mjs';

const PRIVATE = 0o600;
const pathKeys = ['cueBookFile', 'modelsFolder', 'dataFolder', 'fakeMicrophoneWav'];

/** @typedef {Record<string, unknown>} ConfigFile as contracts/settings.ts describes it; the app checks it */

/**
 * Reads a settings file that a person gave. Relative paths in it are taken from its folder.
 * Throws an Error with a sentence when it cannot be read or is not a JSON object.
 * @param {string} file
 * @returns {Promise<ConfigFile>}
 */
export async function readUserConfig(file) {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`The configuration file ${file} cannot be read. Check the path.`);
  });
  /** @type {unknown} */
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`The configuration file ${file} is not JSON: ${/** @type {Error} */ (error).message}.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`The configuration file ${file} must be a JSON object.`);
  }
  const folder = path.dirname(path.resolve(file));
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      pathKeys.includes(key) && typeof entry === 'string' ? path.resolve(folder, entry) : entry,
    ]),
  );
}

/**
 * Which of our own parts are needed beside `config`: those it does not name others for.
 * @param {ConfigFile} config
 */
export function partsNeeded(config) {
  return { server: !('server' in config), pbx: !('pbx' in config) };
}

/**
 * The settings the app is started with: what the person gave, and our own parts for the rest.
 * @param {ConfigFile} given
 * @param {{ deskFolder: string, server?: { url: string, enrolmentToken: string }, pbx?: { webSocketUrl: string, domain: string } }} own
 * @returns {ConfigFile}
 */
export function mergeConfig(given, { deskFolder, server, pbx }) {
  return {
    dataFolder: deskFolder,
    ...(server
      ? { server: { url: server.url }, enrolmentToken: server.enrolmentToken, role: 'supervisor' }
      : undefined),
    ...(pbx
      ? {
          pbx: { webSocketUrl: pbx.webSocketUrl, domain: pbx.domain, extension: '1001' },
          password: 'practice-1001',
        }
      : undefined),
    ...given,
  };
}

/**
 * The practice customers as the server's customer list (contracts/customers.ts).
 * @param {string} [folder] of practice/customers
 */
export async function practiceCustomerList(folder = path.join(repositoryFolder, 'practice', 'customers')) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const customers = await Promise.all(
    names.map(async (name) => {
      const customer = JSON.parse(await readFile(path.join(folder, name), 'utf8'));
      return {
        customerId: customer.customerId,
        name: customer.name,
        number: customer.extension,
        language: customer.language,
        company: customer.company ?? '',
        facts: customer.facts ?? [],
        story: customer.story[customer.language],
        stories: customer.story,
        expectedCues: customer.expectedCues ?? [],
        practice: true,
      };
    }),
  );
  return { customers };
}

/**
 * @param {string} file
 * @param {unknown} value
 */
export async function writePrivate(file, value) {
  await writeWhole(file, `${JSON.stringify(value, null, 2)}\n`, PRIVATE);
}
