import type { Arm } from '../../../../domain/card-trials';
import { useApp } from '../../context';
import { useWords } from '../../i18n/i18n';
import { interval, percent, signed } from './shares';

function ArmLine({ word, arm: { calls, good, share } }: { word: 'offered' | 'heldOut'; arm: Arm }) {
  const t = useWords();
  if (!share) return <dd className="st-caption st-num">{t(`cueBook.trials.${word}None`)}</dd>;
  return (
    <dd className="st-caption st-num">
      {t(`cueBook.trials.${word}`, { count: calls, good, share: percent(share.mean), interval: interval(share) })}
    </dd>
  );
}

/** What cards bring that are held out of some calls; nothing where none is. */
export function CardTrials() {
  const t = useWords();
  const trials = useApp((model) => model.cueBook.cardTrials);
  if (trials.length === 0) return null;
  return (
    <section aria-label={t('cueBook.trials.title')} className="st-script-outcomes" data-testid="card-trials">
      <h4 className="st-section-title">{t('cueBook.trials.title')}</h4>
      {trials.map(({ cueId, title, offered, heldOut, beyond }) => (
        <dl key={cueId} className="st-script-outcome">
          <dt>
            <strong>{title}</strong>
          </dt>
          <ArmLine word="offered" arm={offered} />
          <ArmLine word="heldOut" arm={heldOut} />
          {beyond ? (
            <dd className="st-caption st-num st-dim">
              {t('cueBook.trials.beyond', { low: signed(beyond.low), high: signed(beyond.high) })}
            </dd>
          ) : null}
        </dl>
      ))}
      <p className="st-dim st-caption">{t('cueBook.trials.hint')}</p>
    </section>
  );
}
