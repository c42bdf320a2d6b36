import { NumberInput, SegmentedControl, Select, Switch } from '@mantine/core';
import { IconPlayerRecord } from '@tabler/icons-react';
import { recordingSettingsSchema, type RecordingSettings } from '../../../contracts/recording';
import { useWords } from '../i18n/i18n';
import { Section } from './Section';
import type { FieldProps } from './SettingsTab';

const whens = ['off', 'all', 'outbound', 'inbound', 'by-hand'] as const;
const announcements = ['none', 'beep', 'spoken'] as const;

/** Which calls are recorded, what customers are told, how long the files stay. */
export function RecordingSection({ form: { recording }, change }: FieldProps) {
  const t = useWords();
  const put = (patch: Partial<Record<keyof RecordingSettings, unknown>>) => {
    const next = recordingSettingsSchema.safeParse({ ...recording, ...patch });
    if (next.success) change({ recording: next.data });
  };
  return (
    <Section id="settings-recording" icon={IconPlayerRecord} title={t('recordingSettings.title')}>
      <p className="st-dim">{t('recordingSettings.hint')}</p>
      <div className="st-fields">
        <Select
          label={t('recordingSettings.when')}
          allowDeselect={false}
          value={recording.when}
          onChange={(when) => put({ when })}
          data={whens.map((value) => ({ value, label: t(`recordingSettings.${value}`) }))}
        />
        <NumberInput
          label={t('recordingSettings.beepEvery')}
          min={0}
          max={600}
          value={recording.beepEverySeconds}
          onChange={(value) => put({ beepEverySeconds: Number(value) })}
        />
        <NumberInput
          label={t('recordingSettings.keepDays')}
          min={1}
          max={3650}
          value={recording.keepDays}
          onChange={(value) => put({ keepDays: Number(value) })}
        />
        <NumberInput
          label={t('recordingSettings.maxMegabytes')}
          min={10}
          max={1_000_000}
          value={recording.maxMegabytes}
          onChange={(value) => put({ maxMegabytes: Number(value) })}
        />
      </div>
      <div className="st-labelled">
        <span>{t('recordingSettings.announce')}</span>
        <SegmentedControl
          aria-label={t('recordingSettings.announce')}
          value={recording.announce}
          onChange={(announce) => put({ announce })}
          data={announcements.map((value) => ({ value, label: t(`recordingSettings.${value}`) }))}
        />
      </div>
      <Switch
        label={t('recordingSettings.pauseForCards')}
        description={t('recordingSettings.pauseForCardsHint')}
        checked={recording.pauseForCards}
        onChange={(event) => put({ pauseForCards: event.currentTarget.checked })}
      />
    </Section>
  );
}
