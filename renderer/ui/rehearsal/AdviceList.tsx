import type { QualityReason } from '../../../contracts/quality-form';
import { secretKindSchema } from '../../../contracts/transcript';
import type { Advice } from '../../../domain/rehearsal/advice';
import { useApp } from '../context';
import { formatDuration } from '../format';
import { useWords } from '../i18n/i18n';
import { withSecretsNamed } from '../shell/SaidLine';

const worded = ['not-said', 'said-too-late', 'said-too-early', 'forbidden-said', 'beyond-limit'] as const;

export function useReason(): (reason: QualityReason) => string {
  const t = useWords();
  return (reason) => t(`rehearsal.reason.${worded.find((one) => one === reason) ?? 'other'}`);
}

function useAdviceWords(): (advice: Advice) => string {
  const t = useWords();
  const language = useApp((model) => model.language);
  const reasonOf = useReason();
  const seconds = (lengthMs: number) => (lengthMs / 1000).toFixed(1);
  return (advice) => {
    switch (advice.rule) {
      case 'item':
        return t('rehearsal.advice.item', { title: advice.title[language], reason: reasonOf(advice.reason) });
      case 'no-answer':
        return t('rehearsal.advice.no-answer', { words: advice.phrases.join(' · ') });
      case 'slow-answer':
        return t('rehearsal.advice.slow-answer', {
          words: advice.phrases.join(' · '),
          seconds: seconds(advice.waitMs),
        });
      case 'card-unused':
      case 'card-dismissed':
        return t(`rehearsal.advice.${advice.rule}`, { title: advice.title });
      case 'long-turn':
        return t('rehearsal.advice.long-turn', { seconds: Math.round(advice.lengthMs / 1000) });
    }
  };
}

function Place({ advice: { atMs, line } }: { advice: Advice }) {
  const t = useWords();
  if (!line) return <span className="st-dim st-caption st-num">{formatDuration(atMs)}</span>;
  const words = withSecretsNamed(line.text, (kind) => t(`transcript.secret.${secretKindSchema.parse(kind)}`));
  const who = t(line.leg === 'agent' ? 'stage.me' : 'stage.customer');
  return <span className="st-dim st-caption">{t('rehearsal.place', { time: formatDuration(atMs), who, words })}</span>;
}

/** What to do better, the gravest first, each with its place in the call. */
export function AdviceList({ advice }: { advice: readonly Advice[] }) {
  const t = useWords();
  const wordsOf = useAdviceWords();
  return (
    <section>
      <h3 className="st-section-title">{t('rehearsal.better')}</h3>
      {advice.length === 0 ? <p className="st-dim">{t('rehearsal.nothingBetter')}</p> : null}
      <ol className="st-list st-advice">
        {advice.map((one) => (
          <li key={`${one.rule} ${String(one.atMs)} ${wordsOf(one)}`}>
            <span>
              {wordsOf(one)}
              {one.rule === 'item' && one.fails ? <span className="st-red"> · {t('rehearsal.fails')}</span> : null}
            </span>
            <Place advice={one} />
          </li>
        ))}
      </ol>
    </section>
  );
}
