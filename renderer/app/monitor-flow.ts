import type { DeskStatus, MonitorMessage } from '../../contracts/server-api';
import { watchMonitor } from '../monitor/monitor-client';
import type { LiveSocket } from '../monitor/live-socket';
import { EMPTY_MONITOR, type AppStore, type MonitorModel } from '../ui/model';

const FEED_LENGTH = 100;

/** What a monitor message makes of the monitor's picture. Pure. */
export function applyMonitorMessage(model: MonitorModel, message: MonitorMessage): MonitorModel {
  switch (message.type) {
    case 'snapshot':
      return { ...model, desks: message.desks, today: message.today, feed: message.feed };
    case 'desk':
      return { ...model, desks: replaceDesk(model.desks, message.status) };
    case 'desk-gone':
      return { ...model, desks: model.desks.filter((desk) => desk.deskId !== message.deskId) };
    case 'record': {
      const others = model.feed.filter((item) => item.recordId !== message.item.recordId);
      return { ...model, today: message.today, feed: [message.item, ...others].slice(0, FEED_LENGTH) };
    }
  }
}

function replaceDesk(desks: DeskStatus[], status: DeskStatus): DeskStatus[] {
  const known = desks.some((desk) => desk.deskId === status.deskId);
  return known ? desks.map((desk) => (desk.deskId === status.deskId ? status : desk)) : [...desks, status];
}

/** Keeps the Monitor tab in step with the server. */
export function followMonitor(store: AppStore, serverUrl: string, token: string): LiveSocket {
  const update = (change: (model: MonitorModel) => MonitorModel) =>
    store.setState((state) => ({ monitor: change(state.monitor) }));
  update(() => EMPTY_MONITOR);
  return watchMonitor(serverUrl, token, {
    message: (message) => update((model) => applyMonitorMessage(model, message)),
    connected: (connected) =>
      update((model) => ({
        ...model,
        connection: connected ? 'live' : 'offline',
        trouble: connected ? null : { code: 'server-unreachable', message: '' },
      })),
  });
}
