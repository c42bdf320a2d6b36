import { secretKindSchema, type TranscriptLine } from '../../../contracts/transcript';
import { formatDuration } from '../format';
import { useWords } from '../i18n/i18n';

const SECRET = new RegExp(`\\[(${secretKindSchema.options.join('|')})\\]`, 'g');

/** Secrets that were taken out, by what they are called in the window's language. */
export function withSecretsNamed(text: string, name: (kind: string) => string): string {
  return text.replace(SECRET, (_whole, kind: string) => name(kind));
}

/** One sentence of a call; what was taken out of it is named in the window's language. */
export function SaidLine({ line, unfinished = false }: { line: TranscriptLine; unfinished?: boolean }) {
  const { leg, startMs, text } = line;
  const t = useWords();
  const shown = withSecretsNamed(text, (kind) => t(`transcript.secret.${secretKindSchema.parse(kind)}`));
  return (
    <li className="st-caption-line" data-leg={leg} data-unfinished={unfinished || undefined} aria-hidden={unfinished}>
      <span className="st-dim st-caption">
        {t(leg === 'agent' ? 'stage.me' : 'stage.customer')} <span className="st-num">{formatDuration(startMs)}</span>
      </span>
      <span>{unfinished ? `${shown}…` : shown}</span>
    </li>
  );
}
