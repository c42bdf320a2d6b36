import { IconFileText } from '@tabler/icons-react';
import { useState } from 'react';
import type { CueBook } from '../../../../contracts/cues';
import { withLineCopy, withLineMoved, withNewLine, withoutLine } from '../../../../domain/script-edit';
import { linesOf, scriptVersionsOf, withVersionLine } from '../../../../domain/script-versions';
import { useActions, useApp } from '../../context';
import { useWords } from '../../i18n/i18n';
import type { EditWord } from '../../model';
import { Empty } from '../../shell/Empty';
import { LineForm } from './LineForm';
import { ScriptList } from './ScriptList';
import type { useReview } from './use-review';

/** Which version and line of the script is shown, as far as the book has them. */
export function useScriptAt(book: CueBook) {
  const at = useApp((model) => model.cueBook.scriptAt);
  const versions = scriptVersionsOf(book);
  const versionId = (versions.find(({ id }) => id === at.versionId) ?? versions[0])?.id ?? null;
  const lines = linesOf(book, versionId);
  const found = lines.findIndex(({ id }) => id === at.lineId);
  return { versions, versionId, lines, index: Math.max(0, found) };
}

/** The list of the script's lines and the form of the one chosen; where they stand is the page's affair. */
export function useScriptPart(
  book: CueBook,
  { selectedId, locked, review }: { selectedId: string | null; locked: boolean; review: ReturnType<typeof useReview> },
) {
  const t = useWords();
  const { cueBook: actions } = useActions();
  const { versions, versionId, lines, index } = useScriptAt(book);
  const [freshId, setFreshId] = useState<string | null>(null);
  const line = lines[index];
  const edit = (next: CueBook, step: EditWord & { key?: string }, lineId: string | null) =>
    actions.edit(next, { key: '', ...step, selectedId, at: { versionId, lineId } });
  const add = () => {
    const made = withNewLine(book, versionId, line ? index : -1, t('scriptEditor.newTitle'));
    edit(made.book, { word: 'added', title: t('scriptEditor.newTitle') }, made.id);
    setFreshId(made.id);
  };
  const remove = (at: number) => {
    const gone = lines[at];
    if (!gone) return;
    const neighbour = lines[at + 1] ?? lines[at - 1];
    edit(withoutLine(book, versionId, at), { word: 'deleted', title: gone.title }, neighbour?.id ?? null);
  };
  const move = (at: number, by: -1 | 1) => {
    const moved = withLineMoved(book, versionId, at, by);
    const one = lines[at];
    if (one && moved !== book) edit(moved, { word: 'moved', title: one.title }, one.id);
  };
  const copy = () => {
    if (!line) return;
    const made = withLineCopy(book, versionId, index, t('cueBook.copyTitle', { title: line.title }));
    edit(made.book, { word: 'copied', title: line.title }, made.id);
    setFreshId(made.id);
  };
  const list = (
    <ScriptList
      {...{ lines, versions, versionId, locked, add, remove, move }}
      chosen={index}
      levels={review.lineLevels}
      showVersion={(id) => actions.showLine({ versionId: id, lineId: line?.id ?? null })}
      choose={(at) => actions.showLine({ versionId, lineId: lines[at]?.id ?? null })}
    />
  );
  const form = line ? (
    <LineForm
      key={`${versionId ?? ''} ${line.id}`}
      {...{ line, index, lines, book, locked, copy }}
      problems={review.problems.filter(({ place }) => place?.versionId === versionId && place.index === index)}
      fresh={line.id === freshId}
      change={(patch, key) =>
        edit(
          withVersionLine(book, versionId, index, patch),
          { word: 'changed', title: line.title, key: key && `script ${versionId ?? ''} ${line.id} ${key}` },
          line.id,
        )
      }
      move={(by) => move(index, by)}
      remove={() => remove(index)}
    />
  ) : (
    <Empty icon={IconFileText}>{t('scriptEditor.noneChosen')}</Empty>
  );
  return { list, form };
}
