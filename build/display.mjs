import { createInterface } from 'node:readline';

/** @param {NodeJS.ProcessEnv} [environment] */
export function hasDisplay(environment = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/**
 * Starts an X server without a screen, on a display number that it chooses itself.
 * Throws an Error when there is no Xvfb, or it does not start.
 * @param {import('./processes.mjs').ProcessGroup} group
 * @returns {Promise<string>} the value for DISPLAY
 */
export async function startXvfb(group) {
  const args = ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp', '-noreset'];
  const managed = group.start('Xvfb', 'Xvfb', args, { extraPipe: true });
  const pipe = /** @type {import('node:stream').Readable} */ (managed.child.stdio[3]);
  const number = /** @type {Promise<string>} */ (
    new Promise((resolve) => createInterface({ input: pipe }).once('line', resolve))
  );
  const first = await Promise.race([number, managed.ended]);
  if (typeof first === 'string') return `:${first.trim()}`;
  throw new Error(`Xvfb did not start. ${managed.lastWords()}`);
}

/**
 * Flags that Electron needs where it runs as root or without a real screen.
 * @param {{ underXvfb: boolean, isRoot?: boolean }} options
 */
export function electronFlags({ underXvfb, isRoot = process.platform === 'linux' && process.getuid?.() === 0 }) {
  return [...(isRoot ? ['--no-sandbox'] : []), ...(underXvfb ? ['--disable-gpu'] : [])];
}

/**
 * What Electron's environment needs beyond ours: without a desktop session there is no bus to wait for.
 * @param {{ underXvfb: boolean, isRoot?: boolean }} options
 * @returns {NodeJS.ProcessEnv}
 */
export function electronEnvironment({ underXvfb, isRoot = process.platform === 'linux' && process.getuid?.() === 0 }) {
  return underXvfb || isRoot ? { DBUS_SESSION_BUS_ADDRESS: 'disabled:' } : {};
}
