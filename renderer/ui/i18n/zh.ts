import { zhCall } from './zh-call';
import { zhDesktop } from './zh-desktop';
import { zhPages } from './zh-pages';
import { zhRecording } from './zh-recording';
import { zhShell } from './zh-shell';
import { zhTrouble } from './zh-trouble';

/** Chinese words. The shape of this object is the list of all words; en.ts has the same keys. */
export const zh = { ...zhCall, ...zhPages, ...zhShell, ...zhDesktop, ...zhRecording, trouble: zhTrouble };

export type Words = typeof zh;
