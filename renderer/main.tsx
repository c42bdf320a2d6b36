import './ui/no-eval';
import { createRoot } from 'react-dom/client';
import { Desk } from './app/desk';
import { SidetoneApp } from './ui/App';
import { createAppStore, createLevelsStore } from './ui/model';

/** Opens the desk and shows it. */
async function open(): Promise<void> {
  const container = document.getElementById('root');
  if (!container) return;
  const result = await window.sidetone.bootstrap();
  if (!result.ok) {
    container.textContent = result.error.message;
    return;
  }
  const { settings } = result.value;
  const store = createAppStore({ language: settings.language, theme: settings.theme });
  const levels = createLevelsStore();
  const desk = await Desk.open(store, levels, result.value);
  createRoot(container).render(<SidetoneApp store={store} levels={levels} actions={desk.actions} />);
}

void open().catch((error: unknown) => {
  // The local records could not be opened: a sentence instead of an empty window.
  const container = document.getElementById('root');
  if (container) container.textContent = error instanceof Error ? error.message : String(error);
});
