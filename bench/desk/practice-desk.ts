import path from 'node:path';
import { practiceCustomerSchema } from '../../contracts/practice';
import type { ConfigFile } from '../../contracts/settings';
import type { PracticePbx } from '../../practice/pbx';

/** A customer of the practice PBX who says back what is said. */
export const echoCustomer = practiceCustomerSchema.parse({
  customerId: 'bench-echo',
  extension: '900',
  name: 'Echo',
  language: 'zh',
  voice: 'zf_xiaobei',
  story: { zh: '测量', en: 'Measuring' },
  onInvite: { type: 'echo' },
});

/** The settings of a desk at this practice PBX, with its data in this folder. */
export function practiceDeskConfig(pbx: PracticePbx, folder: string, part: Partial<ConfigFile> = {}): ConfigFile {
  return {
    pbx: {
      webSocketUrl: pbx.webSocketUrl,
      domain: pbx.domain,
      extension: '1001',
      displayName: '',
      iceServers: [],
      dtmf: 'rfc4733',
    },
    password: 'practice-1001',
    language: 'zh',
    dataFolder: path.join(folder, 'desk'),
    ...part,
  };
}
