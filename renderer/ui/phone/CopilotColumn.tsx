import { Collapse, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { FRAME_MS } from '../../../contracts/audio';
import { useApp } from '../context';
import { formatDuration } from '../format';
import { useWords } from '../i18n/i18n';
import { leadingCard } from '../../../domain/cues';
import { actionLooks, cardStateIcons, earlierCards } from './cards';
import { Captions } from './Captions';
import { FormPanel } from './FormPanel';
import { LeadingCardPlace } from './LeadingCard';
import { WrapUpSummary } from './WrapUpSummary';

function EarlierCards() {
  const t = useWords();
  const cards = useApp((model) => model.copilot.cards);
  const still = useApp((model) => model.display.screenReaderFirst);
  const [open, setOpen] = useState(false);
  const earlier = earlierCards(cards, leadingCard(cards));
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <div className="st-earlier">
      <UnstyledButton
        className="st-fold"
        aria-expanded={open}
        disabled={earlier.length === 0}
        onClick={() => setOpen(!open)}
      >
        <Chevron size={16} aria-hidden />
        {t('copilot.earlier', { count: earlier.length })}
      </UnstyledButton>
      <Collapse expanded={open && earlier.length > 0} transitionDuration={still ? 0 : 120}>
        <ul className="st-list st-scroll">
          {earlier.map((card) => {
            const IconOf = cardStateIcons[card.state];
            return (
              <li key={card.cardId} className={`st-log st-tone-${actionLooks[card.action].tone}`}>
                <IconOf size={16} stroke={1.8} aria-hidden className="st-tinted" />
                <span className="st-clip">{card.title}</span>
                <span className="st-grow" />
                <span className="st-dim st-caption">
                  “{card.phrase}” <span className="st-num">{formatDuration(card.heardAtMs)}</span> ·{' '}
                  {t(`copilot.${card.state}`)}
                </span>
              </li>
            );
          })}
        </ul>
      </Collapse>
    </div>
  );
}

/** Right column: the leading card in its place, earlier cards under it. */
export function CopilotColumn() {
  const t = useWords();
  const lostFrames = useApp((model) => model.copilot.lostFrames);
  const earsWork = useApp((model) => model.copilot.earsWork);
  const wrapUp = useApp((model) => model.wrapUp);
  const leads = useApp((model) => leadingCard(model.copilot.cards) !== null);
  return (
    <aside className="st-column st-right" aria-label={t('copilot.label')}>
      <div className="st-row">
        <h2 className="st-section-title">{t('copilot.title')}</h2>
        <span className="st-grow" />
        {lostFrames > 0 ? (
          <span className="st-row st-caption st-amber">
            <IconAlertTriangle size={16} aria-hidden />
            {t('copilot.lost', { seconds: ((lostFrames * FRAME_MS) / 1000).toFixed(1) })}
          </span>
        ) : null}
      </div>
      {earsWork !== 'everything' && !wrapUp ? (
        <p className="st-row st-caption st-amber" role="status">
          <IconAlertTriangle size={16} aria-hidden />
          {t(earsWork === 'keywords' ? 'copilot.work.keywords' : 'copilot.work.voice')}
        </p>
      ) : null}
      {wrapUp && !leads ? <WrapUpSummary wrapUp={wrapUp} otherwise={<LeadingCardPlace />} /> : <LeadingCardPlace />}
      <EarlierCards />
      <Captions />
      <FormPanel />
    </aside>
  );
}
