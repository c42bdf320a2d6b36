import type { CallSummary as Summary } from '../../../contracts/summary';
import { secretKindSchema } from '../../../contracts/transcript';
import { formatDuration } from '../format';
import { useWords } from '../i18n/i18n';
import { withSecretsNamed } from './SaidLine';

/** The summary of a call: each sentence with the words it rests on and when they were said. */
export function CallSummary({ summary }: { summary: Summary }) {
  const t = useWords();
  const named = (text: string) =>
    withSecretsNamed(text, (kind) => t(`transcript.secret.${secretKindSchema.parse(kind)}`));
  return (
    <ul className="st-list st-summary">
      {summary.sentences.map(({ kind, text, cites }, index) => (
        <li key={index} data-kind={kind}>
          <span>{named(text)}</span>
          {cites.map(({ leg, startMs, words }) => (
            <span key={`${leg} ${String(startMs)}`} className="st-dim st-caption">
              {t(leg === 'agent' ? 'stage.me' : 'stage.customer')}{' '}
              <span className="st-num">{formatDuration(startMs)}</span>
              {text.includes(words) ? '' : ` “${named(words)}”`}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
