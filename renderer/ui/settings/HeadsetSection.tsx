import { Button } from '@mantine/core';
import { IconHeadphones, IconHeadset } from '@tabler/icons-react';
import { useActions, useApp } from '../context';
import { useWords } from '../i18n/i18n';
import { Section } from './Section';

/** The headsets whose buttons are in use. */
export function HeadsetSection() {
  const t = useWords();
  const headsets = useApp((model) => model.headsets);
  const { findHeadset } = useActions();
  return (
    <Section id="settings-headset" icon={IconHeadphones} title={t('headset.title')}>
      <p className="st-dim">{t('headset.hint')}</p>
      {headsets.length === 0 ? <p className="st-dim">{t('headset.none')}</p> : null}
      <ul className="st-list">
        {headsets.map(({ deviceId, name }) => (
          <li key={deviceId} className="st-row">
            <IconHeadset size={18} stroke={1.7} aria-hidden />
            <strong className="st-clip">{name}</strong>
            <span className="st-dim st-caption">{t('headset.inUse')}</span>
          </li>
        ))}
      </ul>
      <div className="st-row">
        <Button variant="default" onClick={findHeadset}>
          {t('headset.find')}
        </Button>
      </div>
    </Section>
  );
}
