import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { diffBooks } from '../../../../domain/cue-book-diff';
import { useActions, useApp } from '../../context';
import { useTroubleWords, useWords } from '../../i18n/i18n';
import { isDirty, type CueBookDraft } from '../../model';

const REST_MS = 200;

/** What is not saved yet, what stands against saving it, and saving it. */
export function SaveBar({
  draft,
  errors,
  warnings,
  troubled,
}: {
  draft: CueBookDraft;
  errors: number;
  warnings: number;
  /** Cards with a problem, the worst first. */
  troubled: readonly string[];
}) {
  const t = useWords();
  const troubleWords = useTroubleWords();
  const { cueBook: actions } = useActions();
  const { saving, trouble, done, locked } = useApp((model) => model.cueBook);
  const [note, setNote] = useState('');
  const [rested] = useDebouncedValue(draft, REST_MS);
  const diff = useMemo(() => diffBooks(rested.base, rested.book), [rested]);
  const { script } = diff;
  const dirty = isDirty(draft);
  const next = troubled[(troubled.indexOf(draft.selectedId ?? '') + 1) % troubled.length];
  const words = trouble ? troubleWords(trouble) : null;
  const status = words
    ? `${words.what} ${words.next ?? ''}`
    : done
      ? t(`cueBook.done.${done.what}`, { detail: done.detail })
      : dirty
        ? t('cueBook.unsaved', {
            added: diff.added.length,
            removed: diff.removed.length,
            changed: diff.changed.length + script.added.length + script.removed.length + script.changed.length,
          })
        : t('cueBook.saved');
  return (
    <form
      className="st-row st-save st-cues-save"
      onSubmit={(event) => {
        event.preventDefault();
        if (!dirty || errors > 0 || saving || locked) return;
        actions.save(note.trim());
        setNote('');
      }}
    >
      <span className="st-grow st-caption st-cues-status" role="status" data-testid="cue-status">
        <span className={words ? 'st-red' : 'st-dim'}>{status}</span>
        <span className={errors > 0 ? 'st-red' : 'st-dim'}>
          {errors + warnings === 0
            ? t('cueBook.clean')
            : `${t('cueBook.problems', { errors, warnings })} ${errors > 0 ? t('cueBook.blocked') : ''}`}
          {next === undefined ? null : (
            <Button variant="subtle" size="compact-xs" onClick={() => actions.select(next)}>
              {t('cueBook.nextProblem')}
            </Button>
          )}
        </span>
      </span>
      <TextInput
        aria-label={t('cueBook.noteLabel')}
        placeholder={t('cueBook.noteLabel')}
        maxLength={500}
        disabled={locked}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Button variant="default" disabled={!dirty || saving} onClick={actions.discard}>
        {t('cueBook.discard')}
      </Button>
      <Button type="submit" disabled={!dirty || errors > 0 || saving || locked}>
        {t(saving ? 'cueBook.saving' : 'cueBook.save')}
      </Button>
    </form>
  );
}
