import { Button, TextInput } from '@mantine/core';
import { IconFileDownload, IconStethoscope } from '@tabler/icons-react';
import { useActions, useApp } from '../context';
import { useTroubleWords, useWords } from '../i18n/i18n';
import type { CheckStepView } from '../model';
import { Section } from './Section';
import type { FieldProps } from './SettingsTab';
import { stepLooks } from './ConnectionSteps';

function Step({ step }: { step: CheckStepView }) {
  const t = useWords();
  const troubleWords = useTroubleWords();
  const { icon: IconOf, tone } = stepLooks[step.state];
  const trouble = step.trouble ? troubleWords(step.trouble) : null;
  return (
    <li className={`st-tone-${tone}`} data-state={step.state} data-step={step.step}>
      <IconOf size={20} stroke={1.8} aria-hidden className="st-tinted" />
      <div className="st-grow">
        <div className="st-row">
          <strong>{t(`check.step.${step.step}`)}</strong>
          <span className="st-caption st-tinted">{t(`settings.stepState.${step.state}`)}</span>
        </div>
        {step.state === 'ok' ? <p className="st-caption">{t(`check.ok.${step.step}`, step.values)}</p> : null}
        {trouble ? (
          <p className="st-caption">
            {trouble.what} <b>{trouble.next}</b>
          </p>
        ) : null}
      </div>
    </li>
  );
}

/** The check before the calls, and the file for a support person. */
export function CheckSection({ form, change }: FieldProps) {
  const t = useWords();
  const { runCheck, saveDiagnostics } = useActions();
  const { running, steps } = useApp((model) => model.check);
  const busy = useApp((model) => model.call !== null || model.incoming !== null);
  const file = useApp((model) => model.diagnosticsFile);
  return (
    <Section id="settings-check" icon={IconStethoscope} title={t('settings.sections.check')}>
      <p className="st-dim">{t('check.hint')}</p>
      <TextInput
        label={t('check.echoNumber')}
        description={t('check.echoNumberHint')}
        maxLength={40}
        value={form.echoNumber}
        onChange={(event) => change({ echoNumber: event.currentTarget.value })}
      />
      <div className="st-row">
        <Button variant="default" disabled={running || busy} onClick={runCheck} data-testid="run-check">
          {t(running ? 'check.running' : 'check.run')}
        </Button>
        <Button variant="default" leftSection={<IconFileDownload size={18} />} onClick={saveDiagnostics}>
          {t('check.diagnostics')}
        </Button>
      </div>
      <ol className="st-steps" aria-live="polite" data-testid="check-steps">
        {steps.map((step) => (
          <Step key={step.step} step={step} />
        ))}
      </ol>
      <p className="st-dim st-caption" role="status" data-testid="diagnostics-file">
        {file === null ? t('check.diagnosticsHint') : t('check.diagnosticsSaved', { file })}
      </p>
    </Section>
  );
}
