import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { SidetoneError, toFailure } from '../contracts/errors';
import {
  eventChannels,
  invokeChannels,
  type EventChannel,
  type EventPayload,
  type InvokeChannel,
  type InvokeRequest,
  type InvokeResponse,
  type InvokeResult,
} from '../contracts/ipc';
import { isTrustedSender } from './app-protocol';

/** Registers the one handler of an invoke channel: sender checked, request and response parsed, errors as failures. */
export function handleInvoke<C extends InvokeChannel>(
  channel: C,
  handler: (request: InvokeRequest<C>, sender: WebContents) => Promise<InvokeResponse<C>> | InvokeResponse<C>,
): void {
  const schemas = invokeChannels[channel];
  const listener = async (event: IpcMainInvokeEvent, payload: unknown): Promise<InvokeResult<C>> => {
    try {
      if (!isTrustedSender(event.senderFrame)) {
        throw new SidetoneError('untrusted-sender', `A message on ${channel} came from a page that is not Sidetone's.`);
      }
      const request = schemas.request.parse(payload) as InvokeRequest<C>;
      const response = await handler(request, event.sender);
      return { ok: true, value: schemas.response.parse(response) as InvokeResponse<C> };
    } catch (error) {
      return { ok: false, error: toFailure(error) };
    }
  };
  // eslint-disable-next-line no-restricted-properties -- the one place where the raw handler is registered
  ipcMain.handle(channel, listener);
}

export function sendEvent<C extends EventChannel>(target: WebContents, channel: C, payload: EventPayload<C>): void {
  if (!target.isDestroyed()) target.send(channel, eventChannels[channel].parse(payload));
}
