import { CloseButton } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useActions, useApp } from '../context';
import { useTroubleWords, useWords } from '../i18n/i18n';

const looks = {
  error: { icon: IconAlertCircle, tone: 'red' },
  warning: { icon: IconAlertTriangle, tone: 'amber' },
  info: { icon: IconInfoCircle, tone: 'blue' },
} as const;

/** The newest notices, in the lower left corner, where no call control is. */
export function Notices() {
  const t = useWords();
  const words = useTroubleWords();
  const notices = useApp((model) => model.notices);
  const { dismissNotice } = useActions();
  return (
    <section className="st-notices" aria-label={t('notice.label')} role="status">
      {notices.slice(-2).map((notice) => {
        const { icon: IconOf, tone } = looks[notice.level];
        const { what, next } = words(notice);
        return (
          <div key={notice.id} className={`st-notice st-tone-${tone}`}>
            <IconOf size={20} stroke={1.8} aria-hidden className="st-tinted" />
            <div className="st-grow">
              <p>{what}</p>
              {next ? <p className="st-dim">{next}</p> : null}
            </div>
            <CloseButton size="sm" aria-label={t('notice.dismiss')} onClick={() => dismissNotice(notice.id)} />
          </div>
        );
      })}
    </section>
  );
}
