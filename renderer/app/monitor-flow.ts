import { watchMonitor } from '../monitor/monitor-client';
import type { LiveSocket } from '../monitor/live-socket';
import { applyMonitorMessage } from '../ui/monitor/monitor-model';
import { EMPTY_MONITOR, type AppStore, type MonitorModel } from '../ui/model';

/** Keeps the Monitor tab in step with the server. */
export function followMonitor(store: AppStore, serverUrl: string, token: string): LiveSocket {
  const update = (change: (model: MonitorModel) => MonitorModel) =>
    store.setState((state) => ({ monitor: change(state.monitor) }));
  update(() => EMPTY_MONITOR);
  return watchMonitor(serverUrl, token, {
    message: (message) => update((model) => applyMonitorMessage(model, message)),
    connection: (connection) =>
      update((model) => ({
        ...model,
        connection,
        trouble: connection === 'offline' ? { code: 'server-unreachable', message: '' } : null,
      })),
  });
}
