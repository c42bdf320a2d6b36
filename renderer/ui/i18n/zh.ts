import { zhAccounts } from './zh-accounts';
import { zhCall } from './zh-call';
import { zhDesktop } from './zh-desktop';
import { zhPages } from './zh-pages';
import { zhShell } from './zh-shell';
import { zhTrouble } from './zh-trouble';
import { zhTroubleInput } from './zh-trouble-input';

/** Chinese words. The shape of this object is the list of all words; en.ts has the same keys. */
export const zh = {
  ...zhCall,
  ...zhPages,
  ...zhShell,
  ...zhDesktop,
  ...zhAccounts,
  trouble: { ...zhTrouble, ...zhTroubleInput },
};

export type Words = typeof zh;
