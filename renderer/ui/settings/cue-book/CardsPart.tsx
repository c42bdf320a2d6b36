import { IconBook2 } from '@tabler/icons-react';
import { useState } from 'react';
import type { Cue, CueBook } from '../../../../contracts/cues';
import { withCopy, withCue, withNewCue, withoutCue } from '../../../../domain/cue-book-edit';
import { useActions } from '../../context';
import { useWords } from '../../i18n/i18n';
import type { EditWord } from '../../model';
import { Empty } from '../../shell/Empty';
import { CueForm } from './CueForm';
import { CueList } from './CueList';
import type { useReview } from './use-review';

/** The list of cards and the form of the one chosen; where they stand is the page's affair. */
export function useCardsPart(
  book: CueBook,
  { selectedId, locked, review }: { selectedId: string | null; locked: boolean; review: ReturnType<typeof useReview> },
) {
  const t = useWords();
  const { cueBook: actions } = useActions();
  const [freshId, setFreshId] = useState<string | null>(null);
  const cue = book.cues.find(({ id }) => id === selectedId) ?? null;
  const edit = (next: CueBook, step: EditWord & { key?: string }, selected: string | null) =>
    actions.edit(next, { key: '', ...step, selectedId: selected });
  const add = () => {
    const made = withNewCue(book, t('cueBook.newTitle'));
    edit(made.book, { word: 'added', title: t('cueBook.newTitle') }, made.id);
    setFreshId(made.id);
  };
  const copy = ({ id, title }: Cue) => {
    const made = withCopy(book, id, t('cueBook.copyTitle', { title }));
    edit(made.book, { word: 'copied', title }, made.id);
    setFreshId(made.id);
  };
  const remove = (id: string) => {
    const at = book.cues.findIndex((own) => own.id === id);
    const gone = book.cues[at];
    // A book without a card is none.
    if (!gone || book.cues.length === 1) return;
    const neighbour = book.cues[at + 1] ?? book.cues[at - 1];
    edit(withoutCue(book, id), { word: 'deleted', title: gone.title }, neighbour?.id ?? null);
  };
  const list = (
    <CueList {...{ selectedId, locked, add, remove }} cues={book.cues} levels={review.levels} select={actions.select} />
  );
  const form = cue ? (
    <CueForm
      key={cue.id}
      {...{ cue, book, locked }}
      problems={review.problems.filter(({ cueId }) => cueId === cue.id)}
      fresh={cue.id === freshId}
      change={(patch, field) =>
        edit(
          withCue(book, cue.id, { ...cue, ...patch }),
          { word: 'changed', title: cue.title, key: `${cue.id} ${field}` },
          cue.id,
        )
      }
      copy={() => copy(cue)}
      remove={() => remove(cue.id)}
    />
  ) : (
    <Empty icon={IconBook2}>{t('cueBook.noneChosen')}</Empty>
  );
  return { list, form };
}
