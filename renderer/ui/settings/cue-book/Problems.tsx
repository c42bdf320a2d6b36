import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react';
import type { BookProblem } from '../../../../domain/cue-book-review';
import { useWords } from '../../i18n/i18n';

const MOST_SHOWN = 12;

/** What is wrong or odd, each with what to do about it. */
export function Problems({ problems }: { problems: readonly (BookProblem & { level: 'error' | 'warning' })[] }) {
  const t = useWords();
  if (problems.length === 0) return null;
  return (
    <ul className="st-problems" aria-label={t('cueBook.problemsLabel')}>
      {problems.slice(0, MOST_SHOWN).map(({ code, detail, level }) => {
        const IconOf = level === 'error' ? IconCircleX : IconAlertTriangle;
        return (
          <li key={`${code} ${detail}`} className={`st-row st-tone-${level === 'error' ? 'red' : 'amber'}`}>
            <IconOf size={16} stroke={1.8} aria-hidden className="st-tinted" />
            <span className="st-breakable">{t(`cueBook.problem.${code}`, { detail })}</span>
          </li>
        );
      })}
    </ul>
  );
}
