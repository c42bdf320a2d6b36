/// <reference types="vite/client" />
import type { SidetoneBridge } from '../contracts/ipc';

declare global {
  interface Window {
    readonly sidetone: SidetoneBridge;
  }
}
