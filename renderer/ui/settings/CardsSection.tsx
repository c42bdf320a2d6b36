import { Button, CloseButton, NumberInput, Select, Switch } from '@mantine/core';
import { IconCards, IconTrash } from '@tabler/icons-react';
import type { Settings } from '../../../contracts/settings';
import { noiseFilterUseSchema } from '../../../contracts/speech';
import { isSeldomUsed, SELDOM_SHARE, teamShowings, usefulness } from '../../../domain/card-budget';
import { useActions, useApp } from '../context';
import { formatMoment } from '../format';
import { useTroubleWords, useWords } from '../i18n/i18n';
import type { LearntCard } from '../model';
import { Empty } from '../shell/Empty';
import { Section } from './Section';
import type { FieldProps } from './SettingsTab';

const percent = (share: number) => Math.round(share * 100);

/** What the team's counts change: a card that the agent's own would leave as usual comes less, or the other way. */
function byTeam({ used, dismissed, urgent, team }: LearntCard): 'less' | 'usual' | null {
  if (urgent) return null;
  const less = isSeldomUsed(usefulness({ used, dismissed }, team));
  if (less === isSeldomUsed(usefulness({ used, dismissed }))) return null;
  return less ? 'less' : 'usual';
}

function TeamCounts({ card }: { card: LearntCard }) {
  const t = useWords();
  const { used, dismissed } = card.team;
  const showings = teamShowings(card.team);
  if (showings === 0) return null;
  const changed = byTeam(card);
  return (
    <p className="st-caption st-dim st-num">
      {t('cards.teamCounts', { used, total: used + dismissed, showings })}
      {changed === null ? null : <strong>{t(`cards.byTeam.${changed}`)}</strong>}
    </p>
  );
}

/** Why a card comes as often as it does, by what the agent and the team did with it so far. */
function Learnt({ card }: { card: LearntCard }) {
  const t = useWords();
  const { forgetLearnt } = useActions();
  const { used, dismissed, urgent, team, title, cueId } = card;
  const worth = usefulness(card, team);
  const expected = { low: percent(worth.low), high: percent(worth.high) };
  const state = urgent ? 'urgent' : isSeldomUsed(worth) ? 'less' : 'usual';
  const marked = used + dismissed > 0;
  return (
    <li className="st-model" data-state={state}>
      <div className="st-grow">
        <strong>{title}</strong>
        <p className="st-caption st-dim st-num">
          {marked ? t('cards.counts', { used, total: used + dismissed, ...expected }) : t('cards.countsNone', expected)}
        </p>
        <TeamCounts card={card} />
      </div>
      <span className={`st-caption st-learnt-state ${state === 'less' ? 'st-amber' : 'st-dim'}`}>
        {t(`cards.state.${state}`, { share: percent(SELDOM_SHARE) })}
      </span>
      {marked ? <CloseButton aria-label={t('cards.forget', { title })} onClick={() => forgetLearnt(cueId)} /> : null}
    </li>
  );
}

/** Whether the team's counts are in use, and how old they are. */
function TeamState() {
  const t = useWords();
  const troubleWords = useTroubleWords();
  const { atMs, trouble } = useApp((model) => model.teamLearning);
  if (trouble) {
    const { what } = troubleWords(trouble);
    return (
      <p className="st-amber st-caption" role="status">
        {t('cards.teamTrouble', { what })}
      </p>
    );
  }
  const time = atMs === null ? null : formatMoment(new Date(atMs).toISOString(), Date.now());
  return (
    <p className="st-dim st-caption st-num" role="status">
      {time === null ? t('cards.teamNone') : t('cards.teamAsOf', { time })}
    </p>
  );
}

/** How many cards may lead, how their worth is measured, and what was learnt about them. */
export function CardsSection({ form, change }: FieldProps) {
  const t = useWords();
  const { forgetLearnt } = useActions();
  const learnt = useApp((model) => model.learnt);
  const learnsFromTeam = useApp(({ settings: { saved } }) => saved.serverUrl !== '' && saved.copilot.learnFromTeam);
  const hasServer = form.serverUrl.trim() !== '';
  const put = (patch: Partial<Settings['copilot']>) => change({ copilot: { ...form.copilot, ...patch } });
  return (
    <Section id="settings-cards" icon={IconCards} title={t('cards.title')}>
      <div className="st-fields">
        <NumberInput
          label={t('cards.perMinute')}
          description={t('cards.perMinuteHint')}
          min={1}
          max={60}
          allowDecimal={false}
          clampBehavior="strict"
          value={form.copilot.cardsPerMinute}
          onChange={(value) => put({ cardsPerMinute: Math.max(1, Number(value)) })}
        />
        <NumberInput
          label={t('cards.holdOut')}
          description={t('cards.holdOutHint')}
          min={0}
          max={50}
          allowDecimal={false}
          clampBehavior="strict"
          suffix=" %"
          value={percent(form.copilot.holdOutShare)}
          onChange={(value) => put({ holdOutShare: Number(value) / 100 })}
        />
        <Select
          label={t('cards.noiseFilter')}
          description={t('cards.noiseFilterHint')}
          data={noiseFilterUseSchema.options.map((value) => ({ value, label: t(`cards.noiseFilterUse.${value}`) }))}
          value={form.copilot.noiseFilter}
          onChange={(value) => put({ noiseFilter: noiseFilterUseSchema.parse(value) })}
          allowDeselect={false}
        />
      </div>
      <Switch
        label={t('cards.learnFromTeam')}
        description={t(hasServer ? 'cards.learnFromTeamHint' : 'cards.learnFromTeamNeeds')}
        disabled={!hasServer}
        checked={hasServer && form.copilot.learnFromTeam}
        onChange={(event) => put({ learnFromTeam: event.currentTarget.checked })}
      />
      <h3 className="st-section-title">{t('cards.learnt')}</h3>
      <p className="st-dim st-caption">{t('cards.learntHint')}</p>
      {learnsFromTeam ? <TeamState /> : null}
      {learnt.length === 0 ? (
        <Empty icon={IconCards}>{t('cards.nothingLearnt')}</Empty>
      ) : (
        <>
          <ul className="st-models" data-testid="learnt">
            {learnt.map((card) => (
              <Learnt key={card.cueId} card={card} />
            ))}
          </ul>
          {learnt.some(({ used, dismissed }) => used + dismissed > 0) ? (
            <div className="st-row">
              <Button variant="default" leftSection={<IconTrash size={18} />} onClick={() => forgetLearnt()}>
                {t('cards.forgetAll')}
              </Button>
            </div>
          ) : null}
        </>
      )}
    </Section>
  );
}
