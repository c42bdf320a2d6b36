import { NumberInput, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { IconAdjustments, IconLock, IconLockOpen, IconServer } from '@tabler/icons-react';
import { useActions, useApp } from '../context';
import { useWords } from '../i18n/i18n';
import { Section } from './Section';
import type { FieldProps } from './SettingsTab';

/** Where records go and customers come from. */
export function ServerSection({ form, wrong, change }: FieldProps) {
  const t = useWords();
  return (
    <Section id="settings-server" icon={IconServer} title={t('settings.sections.server')}>
      <p className="st-dim">{t('settings.serverHint')}</p>
      <div className="st-fields">
        <TextInput
          label={t('settings.serverUrl')}
          placeholder="https://sidetone.example.com"
          value={form.serverUrl}
          error={wrong.has('serverUrl') ? t('settings.invalid.serverUrl') : null}
          onChange={(event) => change({ serverUrl: event.currentTarget.value })}
        />
        <PasswordInput
          label={t('settings.enrolmentToken')}
          placeholder={t('settings.enrolmentHint')}
          value={form.enrolmentToken}
          onChange={(event) => change({ enrolmentToken: event.currentTarget.value })}
        />
        <TextInput
          label={t('settings.team')}
          description={t('settings.teamHint')}
          maxLength={40}
          value={form.team}
          onChange={(event) => change({ team: event.currentTarget.value })}
        />
      </div>
    </Section>
  );
}

/** Language and theme at once; role, country and wrap-up time when saved. */
export function GeneralSection({ form, wrong, change }: FieldProps) {
  const t = useWords();
  const actions = useActions();
  const language = useApp((model) => model.language);
  const theme = useApp((model) => model.theme);
  return (
    <Section id="settings-general" icon={IconAdjustments} title={t('settings.sections.general')}>
      <div className="st-labelled">
        <span>{t('settings.language')}</span>
        <SegmentedControl
          aria-label={t('settings.language')}
          value={language}
          onChange={(value) => actions.setLanguage(value === 'en' ? 'en' : 'zh')}
          data={[
            { value: 'zh', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
      </div>
      <div className="st-labelled">
        <span>{t('settings.theme')}</span>
        <SegmentedControl
          aria-label={t('settings.theme')}
          value={theme}
          onChange={(value) => actions.setTheme(value === 'light' || value === 'dark' ? value : 'system')}
          data={[
            { value: 'system', label: t('settings.themeSystem') },
            { value: 'light', label: t('settings.themeLight') },
            { value: 'dark', label: t('settings.themeDark') },
          ]}
        />
      </div>
      <div className="st-labelled">
        <span>{t('settings.role')}</span>
        <SegmentedControl
          aria-label={t('settings.role')}
          value={form.role}
          onChange={(value) => change({ role: value === 'supervisor' ? 'supervisor' : 'agent' })}
          data={[
            { value: 'agent', label: t('settings.roleAgent') },
            { value: 'supervisor', label: t('settings.roleSupervisor') },
          ]}
        />
      </div>
      <div className="st-fields">
        <TextInput
          label={t('settings.company')}
          description={t('settings.companyHint')}
          maxLength={100}
          value={form.company}
          onChange={(event) => change({ company: event.currentTarget.value })}
        />
        <TextInput
          label={t('settings.agentName')}
          description={t('settings.agentNameHint')}
          maxLength={100}
          value={form.agentName}
          onChange={(event) => change({ agentName: event.currentTarget.value })}
        />
        <TextInput
          label={t('settings.country')}
          description={t('settings.countryHint')}
          maxLength={2}
          value={form.country}
          error={wrong.has('country') ? t('settings.invalid.country') : null}
          onChange={(event) => change({ country: event.currentTarget.value })}
        />
        <NumberInput
          label={t('settings.wrapUpSeconds')}
          description="0 – 600"
          min={0}
          max={600}
          allowDecimal={false}
          value={form.wrapUpSeconds}
          error={wrong.has('wrapUpSeconds') ? t('settings.invalid.wrapUpSeconds') : null}
          onChange={(value) => change({ wrapUpSeconds: Number(value) })}
        />
      </div>
    </Section>
  );
}

/** Where the password is kept, said plainly. */
export function SecuritySection() {
  const t = useWords();
  const { backend, persistent } = useApp((model) => model.secretStorage);
  const IconOf = persistent ? IconLock : IconLockOpen;
  return (
    <Section id="settings-security" icon={IconLock} title={t('settings.sections.security')}>
      <p className={`st-banner ${persistent ? 'st-tone-green' : 'st-tone-amber'}`}>
        <IconOf size={18} stroke={1.8} aria-hidden className="st-tinted" />
        {t(persistent ? 'settings.secretKept' : 'settings.secretMemory', { backend })}
      </p>
    </Section>
  );
}
