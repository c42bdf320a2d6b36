import { Button } from '@mantine/core';
import { IconEar } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import type { ShownCard } from '../../../contracts/cues';
import { useActions, useApp } from '../context';
import { formatDuration } from '../format';
import { useWords } from '../i18n/i18n';
import { leadingCard } from '../../../domain/cues';
import { KeyHint } from '../shell/KeyHint';
import { actionLooks } from './cards';

export const FADE_MS = 300;

function Card({ card, fading }: { card: ShownCard; fading: boolean }) {
  const t = useWords();
  const { useCard: markUsed, dismissCard } = useActions();
  const { icon: IconOf, tone } = actionLooks[card.action];
  const state = fading ? 'withdrawn' : card.state;
  return (
    <article className={`st-card st-tone-${tone}`} data-state={state} data-testid="leading-card">
      <header className="st-row">
        <IconOf size={20} stroke={1.8} aria-hidden className="st-tinted" />
        <h3 className="st-clip">{card.title}</h3>
        <span className="st-grow" />
        <span className="st-card-state">
          {state === 'hearing' ? <IconEar size={16} stroke={1.8} aria-hidden /> : null}
          {t(state === 'confirmed' ? `copilot.action.${card.action}` : `copilot.${state}`)}
        </span>
      </header>
      <p className="st-caption st-dim">
        {t(card.leg === 'customer' ? 'copilot.byCustomer' : 'copilot.byAgent')}
        <b className="st-heard">{t('copilot.heard', { phrase: card.phrase, time: formatDuration(card.heardAtMs) })}</b>
      </p>
      <ul className="st-say" aria-label={t('copilot.say')}>
        {card.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <div className="st-row st-card-actions">
        <Button
          size="compact-md"
          disabled={fading}
          onClick={() => markUsed(card.cardId)}
          rightSection={<KeyHint keys="Enter" />}
        >
          {t('copilot.use')}
        </Button>
        <Button
          size="compact-md"
          variant="default"
          disabled={fading}
          onClick={() => dismissCard(card.cardId)}
          rightSection={<KeyHint keys="Esc" />}
        >
          {t('copilot.notNow')}
        </Button>
      </div>
    </article>
  );
}

function Waiting(): ReactNode {
  const t = useWords();
  const ears = useApp((model) => model.copilot.ears);
  const talking = useApp((model) => model.call !== null);
  const { setTab } = useActions();
  const word = ears === 'ready' ? (talking ? 'waiting' : 'waitingIdle') : ears;
  return (
    <div className="st-card-waiting" data-ears={ears}>
      <IconEar size={28} stroke={1.4} aria-hidden />
      <p>{t(`copilot.${word}`)}</p>
      {ears === 'unavailable' ? (
        <Button variant="default" size="compact-sm" onClick={() => setTab('settings')}>
          {t('copilot.openSettings')}
        </Button>
      ) : null}
    </div>
  );
}

/** The place kept for the leading card: nothing beside it moves when one comes, is confirmed, or fades. */
export function LeadingCardPlace() {
  const cards = useApp((model) => model.copilot.cards);
  const lead = leadingCard(cards);
  const [last, setLast] = useState<ShownCard | null>(lead);
  const [fading, setFading] = useState(false);
  const withdrawn = last !== null && cards.some((card) => card.cardId === last.cardId && card.state === 'withdrawn');

  if (lead && lead !== last) {
    setLast(lead);
    setFading(false);
  } else if (!lead && withdrawn && !fading) {
    setFading(true);
  } else if (!lead && !withdrawn && last !== null) {
    setLast(null);
    setFading(false);
  }
  useEffect(() => {
    if (!fading) return;
    const timer = setTimeout(() => {
      setFading(false);
      setLast(null);
    }, FADE_MS);
    return () => clearTimeout(timer);
  }, [fading]);

  const shown = lead ?? (fading ? last : null);
  return <div className="st-lead">{shown ? <Card card={shown} fading={lead === null} /> : <Waiting />}</div>;
}
