import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { countOf, diffBooks } from '../../../../domain/cue-book-diff';
import { useActions, useApp } from '../../context';
import { useTroubleWords, useWords } from '../../i18n/i18n';
import { isDirty, type CueBookDraft } from '../../model';

const REST_MS = 200;

/** What is not saved yet, what stands against saving it, and saving it. */
export function SaveBar({
  draft,
  errors,
  warnings,
  nextProblem,
}: {
  draft: CueBookDraft;
  errors: number;
  warnings: number;
  /** Shows the next card or line that has a problem; null where none has. */
  nextProblem: (() => void) | null;
}) {
  const t = useWords();
  const troubleWords = useTroubleWords();
  const { cueBook: actions } = useActions();
  const { saving, trouble, done, locked } = useApp((model) => model.cueBook);
  const [note, setNote] = useState('');
  const [rested] = useDebouncedValue(draft, REST_MS);
  const counts = useMemo(() => countOf(diffBooks(rested.base, rested.book)), [rested]);
  const dirty = isDirty(draft);
  const words = trouble ? troubleWords(trouble) : null;
  const status = words
    ? `${words.what} ${words.next ?? ''}`
    : done
      ? t(`cueBook.done.${done.what}`, { detail: done.detail })
      : dirty
        ? t('cueBook.unsaved', counts)
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
          {nextProblem === null ? null : (
            <Button variant="subtle" size="compact-xs" onClick={nextProblem}>
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
