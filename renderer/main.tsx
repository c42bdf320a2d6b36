import './ui/no-eval';
import { createRoot } from 'react-dom/client';
import { toFailure } from '../contracts/errors';
import type { Bootstrap } from '../contracts/ipc';
import { Desk } from './app/desk';
import { SidetoneApp } from './ui/App';
import { createWords, troubleWords } from './ui/i18n/i18n';
import { createAppStore, createLevelsStore } from './ui/model';

const OPEN_AGAIN_MS = 3_000;

/** Opens the desk and shows it. Where the local records cannot be opened it says why, and tries until they can. */
async function open(container: HTMLElement, bootstrap: Bootstrap): Promise<void> {
  const { language, theme } = bootstrap.settings;
  const store = createAppStore({ language, theme });
  const levels = createLevelsStore();
  try {
    const desk = await Desk.open(store, levels, bootstrap);
    container.replaceChildren();
    createRoot(container).render(<SidetoneApp store={store} levels={levels} actions={desk.actions} />);
  } catch (error) {
    const { code, message, retryable } = toFailure(error);
    const atStart =
      code === 'disk-full' ? 'disk-full-at-start' : code === 'local-store-failed' ? 'local-store-closed' : code;
    const { what, next } = troubleWords(createWords(language).t, { code: atStart, message });
    container.textContent = next === null ? what : `${what} ${next}`;
    if (retryable) setTimeout(() => void open(container, bootstrap), OPEN_AGAIN_MS);
  }
}

async function begin(container: HTMLElement): Promise<void> {
  const result = await window.sidetone.bootstrap();
  if (result.ok) await open(container, result.value);
  else container.textContent = result.error.message;
}

const root = document.getElementById('root');
if (root) void begin(root);
