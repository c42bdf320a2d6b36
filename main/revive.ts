/** A window that dies again and again at once would only flicker. */
const MAX_REVIVALS = 3;
const WITHIN_MS = 60_000;

/** What the window's contents tell, and are asked for. */
export interface Contents {
  on(event: 'render-process-gone', listener: (event: unknown, details: { reason: string }) => void): unknown;
  reload(): void;
}

/** Loads the window again when its process dies alone: the desk comes back, and takes its calls back. */
export function revive(contents: Contents, nowMs: () => number): void {
  let revivals: number[] = [];
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    revivals = [...revivals.filter((atMs) => nowMs() - atMs < WITHIN_MS), nowMs()];
    if (revivals.length <= MAX_REVIVALS) contents.reload();
  });
}
