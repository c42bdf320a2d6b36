import { IconAlertTriangle, IconCloudCheck, IconCloudUp } from '@tabler/icons-react';
import { useWords } from '../i18n/i18n';
import type { RecordSync } from '../model';

const looks = {
  synced: { icon: IconCloudCheck, className: 'st-dim' },
  waiting: { icon: IconCloudUp, className: 'st-amber' },
  refused: { icon: IconAlertTriangle, className: 'st-red' },
} as const;

/** Whether the server has a record: icon, word, colour. */
export function SyncState({ sync }: { sync: RecordSync }) {
  const t = useWords();
  const { icon: IconOf, className } = looks[sync];
  return (
    <span className={`st-sync ${className}`}>
      <IconOf size={16} stroke={1.8} aria-hidden />
      {t(`records.${sync}`)}
    </span>
  );
}
