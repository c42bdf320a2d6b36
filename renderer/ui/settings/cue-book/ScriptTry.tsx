import { Button } from '@mantine/core';
import { IconArrowRight, IconCheck, IconCircleDashed, IconFlagCheck, IconX } from '@tabler/icons-react';
import type { CueBook } from '../../../../contracts/cues';
import type { TriedBranch, TriedScript } from '../../../../domain/script-path';
import { useApp } from '../../context';
import { useWords } from '../../i18n/i18n';
import { ruleWords } from './rule-words';
import { Note } from './RuleNotes';

function Branch({ branch, gone, book }: { branch: TriedBranch; gone: string; book: CueBook }) {
  const t = useWords();
  const language = useApp((model) => model.language);
  const { to, note, followed } = branch;
  const holds = note === null || note.verdict.truth === 'certain';
  const IconOf = holds ? IconCheck : IconX;
  const name = to ? to.title || t('scriptEditor.untitled') : gone === '' ? '…' : t('scriptEditor.gone', { id: gone });
  const words = note?.parts.length === 0 ? note.verdict.evidence?.words : undefined;
  return (
    <li className={`st-tried ${holds ? 'st-tone-green' : 'st-tone-amber'}`} data-followed={followed}>
      <span className="st-row st-path-branch">
        <IconOf size={14} className="st-tinted" aria-label={t(holds ? 'cueBook.try.holds' : 'cueBook.try.misses')} />
        <span className="st-grow st-breakable">
          {note
            ? t('scriptEditor.path.branch', { rule: ruleWords(note.condition, { t, language, book }), to: name })
            : t('scriptEditor.path.always', { to: name })}
          {words ? ` “${words}”` : ''}
        </span>
        {followed ? <span className="st-caption st-tinted">{t('scriptEditor.path.followed')}</span> : null}
      </span>
      {note && note.parts.length > 0 ? (
        <ul className="st-note-parts">
          {note.parts.map((part, index) => (
            <Note key={index} note={part} book={book} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

/** Where the script goes on by what was tried: branch by branch, and the line that follows. */
export function ScriptTry({ tried, book, go }: { tried: TriedScript; book: CueBook; go: (lineId: string) => void }) {
  const t = useWords();
  const { line, branches, next, way, said } = tried;
  const name = (one: { title: string } | null) => one?.title || t('scriptEditor.untitled');
  return (
    <section className="st-script-try" aria-label={t('scriptEditor.path.title')} data-testid="script-path">
      <h4 className="st-section-title">{t('scriptEditor.path.title')}</h4>
      <p className="st-caption st-dim">{t('scriptEditor.path.at', { title: name(line) })}</p>
      {said === null ? null : (
        <p className={`st-row st-caption ${said ? 'st-green' : 'st-amber'}`}>
          {said ? <IconCheck size={14} aria-hidden /> : <IconCircleDashed size={14} aria-hidden />}
          {t(said ? 'scriptEditor.path.said' : 'scriptEditor.path.unsaid')}
        </p>
      )}
      <ul>
        {branches.map((branch, index) => (
          <Branch key={index} branch={branch} gone={line.next[index]?.to ?? ''} book={book} />
        ))}
      </ul>
      <p className="st-row">
        {next ? <IconArrowRight size={16} aria-hidden /> : <IconFlagCheck size={16} aria-hidden />}
        <strong className="st-grow st-clip" data-testid="script-next">
          {next ? t('scriptEditor.path.next', { title: name(next) }) : t('scriptEditor.path.end')}
        </strong>
        {next ? (
          <Button variant="default" size="compact-xs" onClick={() => go(next.id)}>
            {t('scriptEditor.path.go')}
          </Button>
        ) : null}
      </p>
      {way.length > 1 ? (
        <p className="st-caption st-dim">
          {t('scriptEditor.path.way', { titles: way.slice(1).map(name).join(' → ') })}
        </p>
      ) : null}
    </section>
  );
}
