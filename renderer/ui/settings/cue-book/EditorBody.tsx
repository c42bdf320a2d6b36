import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { scriptVersionsOf, withScript } from '../../../../domain/script-versions';
import { useActions, useApp } from '../../context';
import { useWords } from '../../i18n/i18n';
import type { CueBookDraft } from '../../model';
import { useCardsPart } from './CardsPart';
import { ImportProblems } from './ImportProblems';
import { Problems } from './Problems';
import { SaveBar } from './SaveBar';
import { useScriptAt, useScriptPart } from './ScriptPart';
import { Scripts } from './Scripts';
import { Tester } from './Tester';
import { useReview } from './use-review';
import { Versions } from './Versions';

const PARTS = ['cards', 'script'] as const;
const SIDES = ['try', 'compare', 'versions'] as const;

/** The way to the next card or line that has a problem, errors first; null where none has. */
function useNextProblem(draft: CueBookDraft, review: ReturnType<typeof useReview>): (() => void) | null {
  const { cueBook: actions } = useActions();
  const part = useApp((model) => model.cueBook.part);
  const { versionId, index } = useScriptAt(draft.book);
  const { levels, places } = review;
  const stops = [
    ...[...levels.keys()].map((cueId) => ({
      here: part === 'cards' && cueId === draft.selectedId,
      go: () => actions.select(cueId),
    })),
    ...places.map((place) => {
      const script = scriptVersionsOf(draft.book).find(({ id }) => id === place.versionId)?.script ?? draft.book.script;
      return {
        here: part === 'script' && place.versionId === versionId && place.index === index,
        go: () => actions.showLine({ versionId: place.versionId, lineId: script[place.index]?.id ?? null }),
      };
    }),
  ];
  return stops[(stops.findIndex(({ here }) => here) + 1) % stops.length]?.go ?? null;
}

/** Cards or script on the left, what is chosen of them in the middle; beside it the tester, the comparison, the history. */
export function EditorBody({ draft }: { draft: CueBookDraft }) {
  const t = useWords();
  const { cueBook: actions } = useActions();
  const { locked, language, part } = useApp((model) => model.cueBook);
  const [side, setSide] = useState<(typeof SIDES)[number]>('try');
  const { book, selectedId } = draft;
  const review = useReview(book);
  const shown = { selectedId, locked, review };
  const parts = { cards: useCardsPart(book, shown), script: useScriptPart(book, shown) };
  const { versionId, lines, index } = useScriptAt(book);
  // What is tried is the script that is shown; between cards the first, as it was.
  const tried = useMemo(() => {
    const version = scriptVersionsOf(book).find(({ id }) => id === versionId) ?? null;
    return part === 'script' ? withScript(book, version) : book;
  }, [book, part, versionId]);
  const nextProblem = useNextProblem(draft, review);
  return (
    <>
      <div className="st-cues-body">
        <div className="st-cues-left">
          <SegmentedControl
            size="xs"
            aria-label={t('scriptEditor.part.label')}
            value={part}
            onChange={(value) => actions.showPart(PARTS.find((known) => known === value) ?? 'cards')}
            data={PARTS.map((value) => ({ value, label: t(`scriptEditor.part.${value}`) }))}
          />
          {parts[part].list}
        </div>
        <div className="st-cues-middle">
          {locked ? <p className="st-banner st-tone-amber">{t('cueBook.locked')}</p> : null}
          <ImportProblems />
          <Problems problems={review.problems.filter(({ cueId, place }) => cueId === null && !place)} />
          {parts[part].form}
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
              <Tester
                key={language}
                book={tried}
                show={actions.select}
                script={
                  part === 'cards'
                    ? null
                    : {
                        lineId: lines[index]?.id ?? null,
                        go: (lineId) => actions.showLine({ versionId, lineId }),
                      }
                }
              />
            ) : side === 'compare' ? (
              <Scripts key={language} book={book} selectedId={selectedId} locked={locked} />
            ) : (
              <Versions key={language} draft={book} />
            )}
          </div>
        </aside>
      </div>
      <SaveBar draft={draft} errors={review.errors} warnings={review.warnings} nextProblem={nextProblem} />
    </>
  );
}
