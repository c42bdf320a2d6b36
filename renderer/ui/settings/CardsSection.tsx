import { Button, CloseButton, NumberInput, Select } from '@mantine/core';
import { IconCards, IconTrash } from '@tabler/icons-react';
import type { Settings } from '../../../contracts/settings';
import { noiseFilterUseSchema } from '../../../contracts/speech';
import { isSeldomUsed, SELDOM_SHARE, usefulness } from '../../../domain/card-budget';
import { useActions, useApp } from '../context';
import { useWords } from '../i18n/i18n';
import type { LearntCard } from '../model';
import { Empty } from '../shell/Empty';
import { Section } from './Section';
import type { FieldProps } from './SettingsTab';

const percent = (share: number) => Math.round(share * 100);

/** Why a card comes as often as it does, by what the agent did with it so far. */
function Learnt({ card }: { card: LearntCard }) {
  const t = useWords();
  const { forgetLearnt } = useActions();
  const { used, dismissed, urgent, title, cueId } = card;
  const worth = usefulness(card);
  const state = urgent ? 'urgent' : isSeldomUsed(worth) ? 'less' : 'usual';
  return (
    <li className="st-model" data-state={state}>
      <div className="st-grow">
        <strong>{title}</strong>
        <p className="st-caption st-dim st-num">
          {t('cards.counts', { used, total: used + dismissed, low: percent(worth.low), high: percent(worth.high) })}
        </p>
      </div>
      <span className={`st-caption ${state === 'less' ? 'st-amber' : 'st-dim'}`}>
        {t(`cards.state.${state}`, { share: percent(SELDOM_SHARE) })}
      </span>
      <CloseButton aria-label={t('cards.forget', { title })} onClick={() => forgetLearnt(cueId)} />
    </li>
  );
}

/** How many cards may lead, how their worth is measured, and what was learnt about them. */
export function CardsSection({ form, change }: FieldProps) {
  const t = useWords();
  const { forgetLearnt } = useActions();
  const learnt = useApp((model) => model.learnt);
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
      <h3 className="st-section-title">{t('cards.learnt')}</h3>
      <p className="st-dim st-caption">{t('cards.learntHint')}</p>
      {learnt.length === 0 ? (
        <Empty icon={IconCards}>{t('cards.nothingLearnt')}</Empty>
      ) : (
        <>
          <ul className="st-models" data-testid="learnt">
            {learnt.map((card) => (
              <Learnt key={card.cueId} card={card} />
            ))}
          </ul>
          <div className="st-row">
            <Button variant="default" leftSection={<IconTrash size={18} />} onClick={() => forgetLearnt()}>
              {t('cards.forgetAll')}
            </Button>
          </div>
        </>
      )}
    </Section>
  );
}
