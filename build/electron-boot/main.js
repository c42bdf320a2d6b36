// Runs inside the development runtime (build/electron-runtime.mjs) and does what Electron's own default_app does:
// it loads the app folder named on the command line, under that app's name, version, path and data folder.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app as publicApp } from 'electron';

/** Two setters that Electron has for its own default_app and leaves out of its types. */
const app =
  /** @type {import('electron').App & { setVersion(version: string): void, setAppPath(folder: string): void }} */ (
    publicApp
  );

/**
 * @param {string} sentence
 * @returns {never}
 */
function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const given =
  process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? fail('Name the folder of the app to run.');

const target = path.resolve(given);
const packageFile = path.join(target, 'package.json');
let appPath = path.dirname(target);
let entry = target;
if (existsSync(packageFile)) {
  const description = JSON.parse(readFileSync(packageFile, 'utf8'));
  if (description.version) app.setVersion(description.version);
  const name = description.productName ?? description.name;
  if (name) {
    app.setName(name);
    // The data folder was settled under the name of this boot app; it is the app's own from here on.
    app.setPath('userData', path.join(app.getPath('appData'), name));
    if (process.platform === 'linux') app.setDesktopName(description.desktopName ?? `${name}.desktop`);
  }
  appPath = target;
  entry = path.resolve(target, description.main ?? 'index.js');
}
try {
  entry = createRequire(packageFile).resolve(entry);
} catch {
  fail(`There is no app at ${target}: its entry ${entry} is missing. Build the app first.`);
}

Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true, configurable: false });
app.setAppPath(appPath);
// Awaited at the top level, so that Electron holds back `ready` until the app's own module has run.
await import(pathToFileURL(entry).href);
