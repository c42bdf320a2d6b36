import { Button, RingProgress, Textarea, TextInput, UnstyledButton } from '@mantine/core';
import { IconClockPlus } from '@tabler/icons-react';
import { useActions } from '../context';
import { formatDuration, fromLocalInput, toLocalInput } from '../format';
import { useWords } from '../i18n/i18n';
import { dispositionKeys } from '../keys';
import type { WrapUpView } from '../model';
import { KeyHint } from '../shell/KeyHint';
import { StatePill } from '../shell/StatePill';
import { agentLooks } from '../states';

const CALLBACK_FIELD_ID = 'sidetone-callback';

function inHours(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString();
}
function tomorrowAt(hour: number): string {
  const moment = new Date();
  moment.setDate(moment.getDate() + 1);
  moment.setHours(hour, 0, 0, 0);
  return moment.toISOString();
}

function Countdown({ wrapUp }: { wrapUp: WrapUpView }) {
  const t = useWords();
  const share = wrapUp.secondsTotal > 0 ? (wrapUp.secondsLeft / wrapUp.secondsTotal) * 100 : 0;
  return (
    <RingProgress
      size={68}
      thickness={5}
      roundCaps
      rootColor="var(--st-line)"
      sections={[{ value: Math.min(100, share), color: 'var(--st-violet)' }]}
      aria-label={wrapUp.paused ? t('wrapUp.paused') : t('wrapUp.left', { seconds: wrapUp.secondsLeft })}
      label={
        <span className="st-ring st-num" aria-hidden>
          {wrapUp.secondsLeft}
          <small>{t('wrapUp.seconds')}</small>
        </span>
      }
    />
  );
}

/** After the call: what came of it, notes, a time to call back, and the time left for this. */
export function WrapUpPanel({ wrapUp }: { wrapUp: WrapUpView }) {
  const t = useWords();
  const actions = useActions();
  const { disposition, notes, callbackAt } = wrapUp;
  return (
    <form
      className="st-stage st-wrapup"
      aria-label={t('wrapUp.title')}
      onSubmit={(event) => {
        event.preventDefault();
        if (disposition) actions.finishWrapUp({ disposition, notes, callbackAt });
      }}
    >
      <div className="st-row st-top">
        <div className="st-person-text">
          <h2 className="st-clip">{wrapUp.displayName || wrapUp.number}</h2>
          <p className="st-dim">
            {t('wrapUp.ended', { cause: t(`cause.${wrapUp.cause}`), time: formatDuration(wrapUp.talkMs) })}
          </p>
        </div>
        <StatePill look={agentLooks['wrap-up']} word={t(wrapUp.paused ? 'wrapUp.paused' : 'wrapUp.title')} />
        <Countdown wrapUp={wrapUp} />
      </div>
      <div role="radiogroup" aria-label={t('wrapUp.disposition')}>
        <h3 className="st-section-title">{t('wrapUp.disposition')}</h3>
        <div className="st-dispositions">
          {dispositionKeys.map((choice, index) => (
            <UnstyledButton
              key={choice}
              type="button"
              role="radio"
              aria-checked={choice === disposition}
              className="st-choice"
              data-active={choice === disposition || undefined}
              onClick={() => actions.updateWrapUp({ disposition: choice })}
            >
              <KeyHint keys={String(index + 1)} />
              <span className="st-clip">{t(`disposition.${choice}`)}</span>
            </UnstyledButton>
          ))}
        </div>
      </div>
      <Textarea
        label={t('wrapUp.notes')}
        placeholder={t('wrapUp.notesPlaceholder')}
        classNames={{ root: 'st-notes' }}
        maxLength={4000}
        minRows={3}
        value={notes}
        onChange={(event) => actions.updateWrapUp({ notes: event.currentTarget.value })}
      />
      <div>
        <label htmlFor={CALLBACK_FIELD_ID} className="st-field-label">
          {t('wrapUp.callback')}
        </label>
        <div className="st-row st-chips">
          <TextInput
            id={CALLBACK_FIELD_ID}
            type="datetime-local"
            value={toLocalInput(callbackAt)}
            onChange={(event) => actions.updateWrapUp({ callbackAt: fromLocalInput(event.currentTarget.value) })}
          />
          {(
            [
              ['inOneHour', () => inHours(1)],
              ['tomorrowMorning', () => tomorrowAt(10)],
              ['tomorrowAfternoon', () => tomorrowAt(15)],
              ['clear', () => null],
            ] as const
          ).map(([word, moment]) => (
            <Button
              key={word}
              variant="default"
              size="compact-sm"
              onClick={() => actions.updateWrapUp({ callbackAt: moment() })}
            >
              {t(`wrapUp.${word}`)}
            </Button>
          ))}
        </div>
      </div>
      <div className="st-row st-wrapup-end">
        <Button type="submit" disabled={!disposition} rightSection={<KeyHint keys="Ctrl Enter" />}>
          {t('wrapUp.save')}
        </Button>
        <Button variant="default" leftSection={<IconClockPlus size={18} />} onClick={actions.extendWrapUp}>
          {t('wrapUp.extend')}
        </Button>
        {disposition ? null : <span className="st-dim st-caption">{t('wrapUp.pickFirst')}</span>}
      </div>
    </form>
  );
}
