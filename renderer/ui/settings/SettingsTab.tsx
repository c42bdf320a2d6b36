import { Button } from '@mantine/core';
import { useState } from 'react';
import { useActions, useApp } from '../context';
import { useTroubleWords, useWords } from '../i18n/i18n';
import { AccountsSection } from './AccountsSection';
import { AudioSection } from './AudioSection';
import { CardsSection } from './CardsSection';
import { CheckSection } from './CheckSection';
import { CopilotSection } from './CopilotSection';
import { CueBookEditor } from './cue-book/CueBookEditor';
import { DesktopSection } from './DesktopSection';
import { DisplaySection } from './DisplaySection';
import { HabitsSection } from './HabitsSection';
import { HeadsetSection } from './HeadsetSection';
import { LinesSection } from './LinesSection';
import { ModelsSection } from './ModelsSection';
import { GeneralSection, SecuritySection, ServerSection } from './OtherSections';
import { PbxSection } from './PbxSection';
import { RecordingSection } from './RecordingSection';
import { RewriteSection } from './RewriteSection';
import type { FormField, SettingsForm } from './settings-form';
import { wrongFields } from './settings-form';

export interface FieldProps {
  form: SettingsForm;
  wrong: Set<FormField>;
  change: (patch: Partial<SettingsForm>) => void;
}

const sections = [
  'pbx',
  'accounts',
  'audio',
  'headset',
  'check',
  'copilot',
  'models',
  'cards',
  'recording',
  'rewrite',
  'server',
  'general',
  'display',
  'lines',
  'habits',
  'desktop',
  'security',
] as const;

/** Every setting on one page; nothing but language and theme takes effect before it is saved. */
export function SettingsTab() {
  const t = useWords();
  const troubleWords = useTroubleWords();
  const { saveSettings } = useActions();
  const { saved, saving, saveTrouble } = useApp((model) => model.settings);
  const [draft, setDraft] = useState<{ base: SettingsForm; form: SettingsForm }>({ base: saved, form: saved });
  // What was saved, here or by an administrator, replaces the copy on the page.
  if (draft.base !== saved) setDraft({ base: saved, form: saved });
  const { form } = draft;
  const dirty = JSON.stringify(form) !== JSON.stringify(saved);
  const wrong = dirty ? wrongFields(form) : new Set<FormField>();
  const fields: FieldProps = {
    form,
    wrong,
    change: (patch) => setDraft((before) => ({ ...before, form: { ...before.form, ...patch } })),
  };
  const trouble = saveTrouble ? troubleWords(saveTrouble) : null;
  const cueBookOpen = useApp((model) => model.cueBook.open);
  // In its place, so that what was changed here and not saved is still here afterwards.
  if (cueBookOpen) return <CueBookEditor />;
  return (
    <div className="st-settings">
      <nav className="st-scroll st-settings-menu" aria-label={t('settings.label')}>
        {sections.map((name) => (
          <a
            key={name}
            href={`#settings-${name}`}
            onClick={(event) => {
              event.preventDefault();
              document.getElementById(`settings-${name}`)?.scrollIntoView({ block: 'start' });
            }}
          >
            {name === 'desktop' || name === 'recording' || name === 'lines'
              ? t(`${name}Settings.title`)
              : name === 'models'
                ? t('modelManager.title')
                : name === 'habits' ||
                    name === 'rewrite' ||
                    name === 'accounts' ||
                    name === 'headset' ||
                    name === 'cards' ||
                    name === 'display'
                  ? t(`${name}.title`)
                  : t(`settings.sections.${name}`)}
          </a>
        ))}
      </nav>
      <form
        className="st-settings-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (dirty && wrong.size === 0) saveSettings(form);
        }}
      >
        <div className="st-scroll st-settings-page">
          <PbxSection {...fields} />
          <AccountsSection {...fields} />
          <AudioSection {...fields} />
          <HeadsetSection />
          <CheckSection {...fields} />
          <CopilotSection {...fields} />
          <ModelsSection />
          <CardsSection {...fields} />
          <RecordingSection {...fields} />
          <RewriteSection {...fields} />
          <ServerSection {...fields} />
          <GeneralSection {...fields} />
          <DisplaySection />
          <LinesSection {...fields} />
          <HabitsSection {...fields} />
          <DesktopSection {...fields} />
          <SecuritySection />
        </div>
        <footer className="st-row st-save">
          <span className={trouble || wrong.size > 0 ? 'st-red st-grow' : 'st-dim st-grow'} role="status">
            {trouble
              ? `${trouble.what} ${trouble.next ?? ''}`
              : t(wrong.size > 0 ? 'settings.wrong' : dirty ? 'settings.unsaved' : 'settings.allSaved')}
          </span>
          <Button variant="default" disabled={!dirty || saving} onClick={() => setDraft({ base: saved, form: saved })}>
            {t('settings.revert')}
          </Button>
          <Button type="submit" disabled={!dirty || wrong.size > 0 || saving}>
            {t(saving ? 'settings.saving' : 'settings.save')}
          </Button>
        </footer>
      </form>
    </div>
  );
}
