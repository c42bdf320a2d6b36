import { vi } from 'vitest';

/** An empty page of jsdom to draw on, with what it lacks and Mantine asks for. `vi.unstubAllGlobals` takes that back. */
export function emptyReactPage(): void {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe = vi.fn();
      unobserve = vi.fn();
      disconnect = vi.fn();
    },
  );
  document.body.innerHTML = '<div id="root"></div>';
}
