import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconCopy, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { CueBook } from '../../../../contracts/cues';
import { leadingTo } from '../../../../domain/script-edit';
import type { ScriptLine } from '../../../../domain/script-graph';
import { useWords } from '../../i18n/i18n';
import { Branches } from './Branches';
import { LinesField } from './LinesField';
import { Problems } from './Problems';
import type { ShownProblem } from './use-review';

interface FormProps {
  line: ScriptLine;
  index: number;
  lines: readonly ScriptLine[];
  book: CueBook;
  problems: readonly ShownProblem[];
  locked: boolean;
  /** It was just made: its name is typed next. */
  fresh: boolean;
  /** `key`: see {@link EditStep}. */
  change: (patch: Partial<Omit<ScriptLine, 'id'>>, key: string) => void;
  move: (by: -1 | 1) => void;
  copy: () => void;
  remove: () => void;
}

function Head({ line, index, lines, locked, move, copy, remove }: FormProps) {
  const t = useWords();
  const from = leadingTo(lines, index).map(({ title }) => title || t('scriptEditor.untitled'));
  const where = index === 0 ? [t('scriptEditor.first')] : [];
  if (from.length > 0) where.push(t('scriptEditor.from', { titles: from.join(' · ') }));
  const buttons = [
    { word: 'up', icon: IconArrowUp, off: index === 0, act: () => move(-1) },
    { word: 'down', icon: IconArrowDown, off: index === lines.length - 1, act: () => move(1) },
    { word: 'copy', icon: IconCopy, off: false, act: copy },
    { word: 'remove', icon: IconTrash, off: false, act: remove },
  ] as const;
  return (
    <div className="st-row st-line-head" data-line={line.id}>
      <span className="st-grow st-person-text">
        <span className="st-caption st-num">{t('scriptEditor.step', { at: index + 1, all: lines.length })}</span>
        <span className="st-dim st-caption st-clip">{where.join(' · ')}</span>
      </span>
      {buttons.map(({ word, icon: IconOf, off, act }) => (
        <Button
          key={word}
          variant="default"
          size="xs"
          disabled={locked || off}
          leftSection={<IconOf size={16} />}
          onClick={act}
        >
          {t(`scriptEditor.${word}`)}
        </Button>
      ))}
    </div>
  );
}

/** Everything of one line of the script. */
export function LineForm(props: FormProps) {
  const t = useWords();
  const { line, index, lines, book, problems, locked, fresh, change } = props;
  const title = useRef<HTMLInputElement>(null);
  // Marked before the first word is written.
  const [marked, setMarked] = useState(line.mustSay.length > 0);
  const must = marked || line.mustSay.length > 0;
  useEffect(() => {
    if (!fresh) return;
    title.current?.focus();
    title.current?.select();
  }, [fresh, line.id]);
  return (
    <div className="st-scroll st-cue-form" role="group" aria-label={line.title || t('scriptEditor.untitled')}>
      <Head {...props} />
      <Problems problems={problems.filter(({ place }) => place?.branch === null)} />
      <TextInput
        ref={title}
        label={t('scriptEditor.title')}
        value={line.title}
        disabled={locked}
        onChange={(event) => change({ title: event.currentTarget.value }, 'title')}
      />
      <Textarea
        label={t('scriptEditor.line')}
        description={t('scriptEditor.lineHint')}
        value={line.line}
        error={line.line.trim() === '' && book.scriptVersions !== undefined}
        disabled={locked}
        rows={3}
        onChange={(event) => change({ line: event.currentTarget.value }, 'line')}
      />
      <Checkbox
        label={t('scriptEditor.mustSay')}
        checked={must}
        disabled={locked}
        onChange={(event) => {
          setMarked(event.currentTarget.checked);
          if (!event.currentTarget.checked && line.mustSay.length > 0) change({ mustSay: [] }, '');
        }}
      />
      {must ? (
        <LinesField
          label={t('scriptEditor.mustSayWords')}
          description={t('scriptEditor.mustSayHint')}
          value={line.mustSay}
          disabled={locked}
          rows={2}
          change={(mustSay) => change({ mustSay }, 'mustSay')}
        />
      ) : null}
      {line.last && line.next.length === 0 ? null : (
        <Branches
          {...{ line, index, lines, book, locked }}
          problems={problems}
          change={(next, key) => change({ next }, key === '' ? '' : `next ${key}`)}
        />
      )}
      <Checkbox
        label={t('scriptEditor.last')}
        checked={line.last}
        disabled={locked}
        onChange={(event) => change({ last: event.currentTarget.checked }, '')}
      />
    </div>
  );
}
