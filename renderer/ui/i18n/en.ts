import { enCall } from './en-call';
import { enDesktop } from './en-desktop';
import { enPages } from './en-pages';
import { enRecording } from './en-recording';
import { enShell } from './en-shell';
import { enTrouble } from './en-trouble';
import type { Words } from './zh';

/** English words. */
export const en: Words = { ...enCall, ...enPages, ...enShell, ...enDesktop, ...enRecording, trouble: enTrouble };
