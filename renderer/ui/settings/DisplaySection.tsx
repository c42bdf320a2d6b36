import { SegmentedControl, Switch } from '@mantine/core';
import { IconEyeglass } from '@tabler/icons-react';
import { TEXT_SIZES } from '../../../contracts/settings';
import { useActions, useApp } from '../context';
import { useWords } from '../i18n/i18n';
import { Section } from './Section';

/** Text size and the mode for screen readers, both at once. */
export function DisplaySection() {
  const t = useWords();
  const { setDisplay } = useActions();
  const { textSizePercent, screenReaderFirst } = useApp((model) => model.display);
  return (
    <Section id="settings-display" icon={IconEyeglass} title={t('display.title')}>
      <div className="st-labelled">
        <span>{t('display.textSize')}</span>
        <SegmentedControl
          aria-label={t('display.textSize')}
          value={String(textSizePercent)}
          onChange={(value) =>
            setDisplay({ textSizePercent: TEXT_SIZES.find((size) => String(size) === value) ?? 100 })
          }
          data={TEXT_SIZES.map((size) => ({ value: String(size), label: `${String(size)} %` }))}
        />
      </div>
      <Switch
        label={t('display.screenReaderFirst')}
        description={t('display.screenReaderHint')}
        checked={screenReaderFirst}
        onChange={(event) => setDisplay({ screenReaderFirst: event.currentTarget.checked })}
      />
    </Section>
  );
}
