import { SegmentedControl } from '@mantine/core';
import { IconPhone } from '@tabler/icons-react';
import { useActions, useApp } from '../context';
import { useWords } from '../i18n/i18n';
import { ConnectionTest } from './ConnectionTest';
import { DtmfField, PbxFields, PbxHabits } from './PbxFields';
import { Section } from './Section';
import type { FieldProps } from './SettingsTab';

/** Which PBX, how to reach it, and a test of the way there. */
export function PbxSection({ form, wrong, change }: FieldProps) {
  const t = useWords();
  const { testConnection } = useActions();
  const view = useApp((model) => model.settings);
  const pbx = { form, change, isWrong: wrong.has.bind(wrong) };
  return (
    <Section id="settings-pbx" icon={IconPhone} title={t('settings.sections.pbx')}>
      <SegmentedControl
        aria-label={t('settings.pbxMode')}
        value={form.pbxMode}
        onChange={(value) => change({ pbxMode: value === 'own' ? 'own' : 'practice' })}
        data={[
          { value: 'practice', label: t('settings.practice') },
          { value: 'own', label: t('settings.own') },
        ]}
      />
      {form.pbxMode === 'own' ? (
        <>
          <PbxFields {...pbx} passwordStored={view.passwordStored} />
          <PbxHabits {...pbx} />
        </>
      ) : (
        <>
          <p className="st-dim">{t('settings.practiceHint')}</p>
          <DtmfField value={form.dtmf} change={(dtmf) => change({ dtmf })} />
        </>
      )}
      <ConnectionTest view={view} test={() => testConnection(form)} />
    </Section>
  );
}
