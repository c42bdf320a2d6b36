import { ActionIcon, Button, SegmentedControl, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowBackUp, IconArrowLeft, IconBook2, IconFileExport, IconFileImport } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Cue, CueBook } from '../../../../contracts/cues';
import { withCopy, withCue, withNewCue, withoutCue } from '../../../../domain/cue-book-edit';
import { reviewBook } from '../../../../domain/cue-book-review';
import { useActions, useApp } from '../../context';
import { useWords } from '../../i18n/i18n';
import { draftOf, type CueBookDraft, type EditWord } from '../../model';
import { Empty } from '../../shell/Empty';
import { CueForm } from './CueForm';
import { CueList } from './CueList';
import { ImportProblems } from './ImportProblems';
import { Problems } from './Problems';
import { SaveBar } from './SaveBar';
import { Scripts } from './Scripts';
import { Tester } from './Tester';
import { Versions } from './Versions';

/** A book of ten thousand phrases takes a moment: it is read through once the typing rests. */
const REST_MS = 200;
const SIDES = ['try', 'script', 'versions'] as const;

/** Errors first, then warnings; and how bad the worst is, card by card. */
function useReview(book: CueBook) {
  const [rested] = useDebouncedValue(book, REST_MS);
  return useMemo(() => {
    const { errors, warnings } = reviewBook(rested);
    const problems = [
      ...errors.map((problem) => ({ ...problem, level: 'error' as const })),
      ...warnings.map((problem) => ({ ...problem, level: 'warning' as const })),
    ];
    const levels = new Map<string, 'error' | 'warning'>();
    for (const { cueId, level } of problems) if (cueId !== null && !levels.has(cueId)) levels.set(cueId, level);
    return { problems, levels, errors: errors.length, warnings: warnings.length };
  }, [rested]);
}

function Head({ draft }: { draft: CueBookDraft | null }) {
  const t = useWords();
  const { cueBook: actions } = useActions();
  const { language, own, locked } = useApp((model) => model.cueBook);
  const file = useRef<HTMLInputElement>(null);
  const last = draft?.undo.at(-1);
  const undoWords = last ? t('cueBook.undo', { what: t(`cueBook.did.${last.word}`, { title: last.title }) }) : null;
  const number = own[language]?.book ? own[language].head?.number : undefined;
  return (
    <header className="st-row st-cues-head">
      <Button variant="subtle" size="xs" leftSection={<IconArrowLeft size={16} />} onClick={actions.close}>
        {t('cueBook.back')}
      </Button>
      <h2 className="st-page-title">{t('cueBook.title')}</h2>
      <SegmentedControl
        size="xs"
        aria-label={t('cueBook.language')}
        value={language}
        onChange={(value) => actions.open(value === 'en' ? 'en' : 'zh')}
        data={[
          { value: 'zh', label: '中文' },
          { value: 'en', label: 'English' },
        ]}
      />
      <span className="st-dim st-caption st-grow st-clip" data-testid="book-in-use">
        {number === undefined ? t('cueBook.inUse.delivered') : t('cueBook.inUse.own', { number })}
      </span>
      <Button
        variant="default"
        size="xs"
        className="st-undo"
        leftSection={<IconArrowBackUp size={16} />}
        disabled={!last}
        title={undoWords ?? undefined}
        onClick={actions.undo}
      >
        <span className="st-clip">{undoWords ?? t('cueBook.undoNothing')}</span>
      </Button>
      <Tooltip label={t('cueBook.import')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={locked}
          aria-label={t('cueBook.import')}
          onClick={() => file.current?.click()}
        >
          <IconFileImport size={18} />
        </ActionIcon>
      </Tooltip>
      <input
        ref={file}
        type="file"
        hidden
        accept=".json"
        aria-label={t('cueBook.import')}
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (chosen) void chosen.text().then(actions.importFile);
        }}
      />
      <Tooltip label={t('cueBook.export')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={!draft}
          aria-label={t('cueBook.export')}
          onClick={actions.exportFile}
        >
          <IconFileExport size={18} />
        </ActionIcon>
      </Tooltip>
    </header>
  );
}

function Body({ draft }: { draft: CueBookDraft }) {
  const t = useWords();
  const { cueBook: actions } = useActions();
  const { locked, language } = useApp((model) => model.cueBook);
  const [side, setSide] = useState<(typeof SIDES)[number]>('try');
  const [freshId, setFreshId] = useState<string | null>(null);
  const { book, selectedId } = draft;
  const review = useReview(book);
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
  const ofBook = review.problems.filter(({ cueId }) => cueId === null);
  return (
    <>
      <div className="st-cues-body">
        <CueList
          cues={book.cues}
          selectedId={selectedId}
          levels={review.levels}
          locked={locked}
          select={actions.select}
          add={add}
          remove={remove}
        />
        <div className="st-cues-middle">
          {locked ? <p className="st-banner st-tone-amber">{t('cueBook.locked')}</p> : null}
          <ImportProblems />
          <Problems problems={ofBook} />
          {cue ? (
            <CueForm
              key={cue.id}
              cue={cue}
              book={book}
              problems={review.problems.filter(({ cueId }) => cueId === cue.id)}
              locked={locked}
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
          )}
        </div>
        <aside className="st-cues-side">
          <SegmentedControl
            size="xs"
            aria-label={SIDES.map((value) => t(`cueBook.tab.${value}`)).join(' / ')}
            value={side}
            onChange={(value) => setSide(SIDES.find((known) => known === value) ?? 'try')}
            data={SIDES.map((value) => ({ value, label: t(`cueBook.tab.${value}`) }))}
          />
          <div className="st-scroll">
            {side === 'try' ? (
              <Tester key={language} book={book} show={actions.select} />
            ) : side === 'script' ? (
              <Scripts key={language} book={book} selectedId={selectedId} locked={locked} />
            ) : (
              <Versions key={language} draft={book} />
            )}
          </div>
        </aside>
      </div>
      <SaveBar draft={draft} errors={review.errors} warnings={review.warnings} troubled={[...review.levels.keys()]} />
    </>
  );
}

/** The page where a cue book is written, tried and kept. What is typed stays while a call takes the window. */
export function CueBookEditor() {
  const t = useWords();
  const { cueBook: actions } = useActions();
  const view = useApp((model) => model.cueBook);
  const draft = useMemo(() => draftOf(view, view.language), [view]);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z' || event.shiftKey) return;
    // In a field it takes back letters.
    if (event.target instanceof HTMLElement && event.target.closest('input, textarea')) return;
    event.preventDefault();
    actions.undo();
  };
  return (
    <section className="st-cue-editor" aria-label={t('cueBook.title')} onKeyDown={onKeyDown}>
      <Head draft={draft} />
      {draft ? (
        <Body draft={draft} />
      ) : (
        <>
          <ImportProblems />
          <Empty icon={IconBook2}>{t('cueBook.empty')}</Empty>
        </>
      )}
    </section>
  );
}
