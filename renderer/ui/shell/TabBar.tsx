import { UnstyledButton } from '@mantine/core';
import { IconActivityHeartbeat, IconHistory, IconPhone, IconSettings } from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import { useActions, useApp } from '../context';
import { useWords } from '../i18n/i18n';
import type { TabName } from '../model';

export const tabs: { name: TabName; icon: Icon }[] = [
  { name: 'phone', icon: IconPhone },
  { name: 'records', icon: IconHistory },
  { name: 'monitor', icon: IconActivityHeartbeat },
  { name: 'settings', icon: IconSettings },
];

/** The four places of the window. */
export function TabBar() {
  const t = useWords();
  const current = useApp((model) => model.tab);
  const { setTab } = useActions();
  return (
    <nav className="st-tabs" aria-label={t('tab.label')}>
      {tabs.map(({ name, icon: IconOf }) => (
        <UnstyledButton
          key={name}
          className="st-tab"
          data-active={current === name || undefined}
          aria-current={current === name ? 'page' : undefined}
          onClick={() => setTab(name)}
        >
          <IconOf size={18} stroke={1.7} aria-hidden />
          {t(`tab.${name}`)}
        </UnstyledButton>
      ))}
    </nav>
  );
}
