import { useApp } from '../../context';
import { useWords } from '../../i18n/i18n';

const MOST_SHOWN = 10;

/** What stands where in a file that was not imported. */
export function ImportProblems() {
  const t = useWords();
  const problems = useApp((model) => model.cueBook.importProblems);
  if (problems.length === 0) return null;
  return (
    <div className="st-banner st-tone-red" role="alert" data-testid="import-problems">
      <div>
        <strong>{t('cueBook.importWrong')}</strong>
        <ul>
          {problems.slice(0, MOST_SHOWN).map(({ line, column, path, message }) => (
            <li key={`${String(line)} ${path} ${message}`} className="st-caption st-breakable">
              {t('cueBook.importLine', { line, column, what: path === '' ? message : `${path}: ${message}` })}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
