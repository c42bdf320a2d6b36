import './no-eval';
import '@mantine/core/styles.css';
import './styles/base.css';
import './styles/pages.css';
import { MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { monitorMessageSchema } from '../../contracts/server-api';
import { createWords } from './i18n/i18n';
import type { MonitorModel } from './model';
import { EMPTY_MONITOR } from './model';
import { applyMonitorMessage } from './monitor/monitor-model';
import { MonitorView } from './monitor/MonitorView';
import { cssVariables, theme } from './theme';

const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 15_000;

/** Follows /v1/monitor-socket of the page's own server and keeps trying. */
function follow(store: ReturnType<typeof createMonitorStore>, token: string): void {
  let retryMs = FIRST_RETRY_MS;
  const connect = () => {
    const address = new URL(`/v1/monitor-socket?token=${encodeURIComponent(token)}`, location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address);
    socket.addEventListener('message', (event) => {
      const message = monitorMessageSchema.safeParse(parseJson(event.data));
      // A message of a newer server that this page does not know changes nothing here.
      if (!message.success) return;
      retryMs = FIRST_RETRY_MS;
      store.setState((model) => applyMonitorMessage(model, message.data), true);
    });
    socket.addEventListener('close', ({ code }) => {
      const refused = code === 4401 || code === 4403;
      store.setState({ connection: refused ? 'refused' : 'offline' });
      if (refused) return;
      setTimeout(connect, retryMs * (0.5 + Math.random() / 2));
      retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
    });
  };
  connect();
}

function parseJson(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return null;
  }
}

function createMonitorStore() {
  return createStore<MonitorModel>()(() => EMPTY_MONITOR);
}

function Page({ store }: { store: ReturnType<typeof createMonitorStore> }) {
  return <MonitorView model={useStore(store)} />;
}

/** The monitor alone, for a browser: ?token=… and, if wanted, &language=en. */
const query = new URLSearchParams(location.search);
const language = query.get('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
const words = createWords(language === 'en' ? 'en' : 'zh');
document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
const store = createMonitorStore();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <I18nextProvider i18n={words}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <Page store={store} />
      </MantineProvider>
    </I18nextProvider>,
  );
}
follow(store, query.get('token') ?? '');
