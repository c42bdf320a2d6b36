import { Button, Select } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBook2,
  IconBrain,
  IconCircleCheck,
  IconDownload,
  IconLoader2,
  IconRefresh,
} from '@tabler/icons-react';
import { spokenOnCallsSchema } from '../../../contracts/settings';
import type { ModelState } from '../../../contracts/speech';
import { useActions, useApp } from '../context';
import { useWords } from '../i18n/i18n';
import { Empty } from '../shell/Empty';
import { Section } from './Section';
import type { FieldProps } from './SettingsTab';

const looks = {
  ready: { icon: IconCircleCheck, tone: 'green' },
  loading: { icon: IconLoader2, tone: 'blue' },
  missing: { icon: IconDownload, tone: 'amber' },
  damaged: { icon: IconAlertTriangle, tone: 'red' },
  failed: { icon: IconAlertTriangle, tone: 'red' },
} as const;

function Model({ model }: { model: ModelState }) {
  const t = useWords();
  const { icon: IconOf, tone } = looks[model.state];
  return (
    <li className={`st-model st-tone-${tone}`}>
      <IconOf size={20} stroke={1.8} aria-hidden className="st-tinted" />
      <div className="st-grow">
        <div className="st-row">
          <strong>{t(`settings.model.${model.role}`)}</strong>
          <span className="st-dim st-caption st-clip">{model.name}</span>
        </div>
        {model.message === '' ? null : <p className="st-caption st-dim st-breakable">{model.message}</p>}
      </div>
      <span className="st-caption st-tinted">{t(`settings.modelState.${model.state}`)}</span>
    </li>
  );
}

/** The models of the ears, their state, how to get what is missing, what they are told is spoken; and the way to the cue book. */
export function CopilotSection({ form: { copilot }, change }: FieldProps) {
  const t = useWords();
  const models = useApp((model) => model.copilot.models);
  const { refreshModels, cueBook } = useActions();
  const language = useApp((model) => model.language);
  return (
    <Section id="settings-copilot" icon={IconBrain} title={t('settings.sections.copilot')}>
      {models.length === 0 ? (
        <Empty icon={IconBrain}>{t('settings.noModels')}</Empty>
      ) : (
        <ul className="st-models">
          {models.map((model) => (
            <Model key={`${model.role}-${model.name}`} model={model} />
          ))}
        </ul>
      )}
      <div className="st-row">
        <Button variant="default" leftSection={<IconRefresh size={18} />} onClick={refreshModels}>
          {t('settings.refreshModels')}
        </Button>
        <span className="st-dim st-caption">{t('settings.modelsHow')}</span>
      </div>
      <div className="st-fields">
        <Select
          label={t('settings.spoken.label')}
          description={t('settings.spoken.hint')}
          allowDeselect={false}
          value={copilot.spokenLanguage}
          onChange={(value) => {
            const spokenLanguage = spokenOnCallsSchema.safeParse(value).data;
            if (spokenLanguage) change({ copilot: { ...copilot, spokenLanguage } });
          }}
          data={spokenOnCallsSchema.options.map((value) => ({ value, label: t(`settings.spoken.${value}`) }))}
        />
      </div>
      <h3 className="st-section-title">{t('cueBook.title')}</h3>
      <div className="st-row">
        <Button variant="default" leftSection={<IconBook2 size={18} />} onClick={() => cueBook.open(language)}>
          {t('cueBook.edit')}
        </Button>
        <span className="st-dim st-caption">{t('cueBook.hint')}</span>
      </div>
    </Section>
  );
}
