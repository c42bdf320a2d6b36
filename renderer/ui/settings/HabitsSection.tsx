import { Checkbox, NumberInput, SegmentedControl, Switch, Textarea } from '@mantine/core';
import { IconPhoneIncoming } from '@tabler/icons-react';
import { autoAnswerHeaderSchema, type HabitsSettings } from '../../../contracts/habits';
import { useWords } from '../i18n/i18n';
import { Section } from './Section';
import type { FieldProps } from './SettingsTab';

const USUAL_SECONDS = 3;

/** What the desk does with callers by itself. */
export function HabitsSection({ form, wrong, change }: FieldProps) {
  const t = useWords();
  const { habits } = form;
  const { autoAnswer } = habits;
  const put = (patch: Partial<HabitsSettings>) => change({ habits: { ...habits, ...patch } });
  const putAutoAnswer = (patch: Partial<HabitsSettings['autoAnswer']>) =>
    put({ autoAnswer: { ...autoAnswer, ...patch } });
  return (
    <Section id="settings-habits" icon={IconPhoneIncoming} title={t('habits.title')}>
      <div className="st-labelled">
        <span>{t('habits.doNotDisturbCode')}</span>
        <SegmentedControl
          aria-label={t('habits.doNotDisturbCode')}
          value={String(habits.doNotDisturbCode)}
          onChange={(value) => put({ doNotDisturbCode: value === '480' ? 480 : 486 })}
          data={[
            { value: '486', label: t('habits.code486') },
            { value: '480', label: t('habits.code480') },
          ]}
        />
      </div>
      <h3 className="st-section-title">{t('habits.autoAnswer')}</h3>
      <p className="st-dim st-caption">{t('habits.autoAnswerRisk')}</p>
      {autoAnswerHeaderSchema.options.map((header) => (
        <Checkbox
          key={header}
          label={t(`habits.header.${header}`)}
          checked={autoAnswer.headers.includes(header)}
          onChange={({ currentTarget: { checked } }) =>
            putAutoAnswer({
              headers: autoAnswerHeaderSchema.options.filter((other) =>
                other === header ? checked : autoAnswer.headers.includes(other),
              ),
            })
          }
        />
      ))}
      <Switch
        label={t('habits.all')}
        checked={autoAnswer.afterSeconds !== null}
        onChange={(event) => putAutoAnswer({ afterSeconds: event.currentTarget.checked ? USUAL_SECONDS : null })}
      />
      <div className="st-fields">
        {autoAnswer.afterSeconds === null ? null : (
          <NumberInput
            label={t('habits.afterSeconds')}
            min={0}
            max={60}
            allowDecimal={false}
            value={autoAnswer.afterSeconds}
            onChange={(value) => putAutoAnswer({ afterSeconds: typeof value === 'number' ? value : 0 })}
          />
        )}
        <Textarea
          label={t('habits.sipHeaders')}
          description={t('habits.sipHeadersHint')}
          rows={3}
          value={habits.sipHeaders.join('\n')}
          error={wrong.has('sipHeaders') ? t('habits.sipHeadersWrong') : null}
          onChange={(event) => put({ sipHeaders: event.currentTarget.value.split('\n') })}
        />
      </div>
    </Section>
  );
}
