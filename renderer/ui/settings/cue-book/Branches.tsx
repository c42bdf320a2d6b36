import { ActionIcon, Button, Select } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconFilter, IconGitBranch, IconX } from '@tabler/icons-react';
import type { CueBook } from '../../../../contracts/cues';
import { swapped } from '../../../../domain/script-edit';
import type { ScriptLine } from '../../../../domain/script-graph';
import { useWords } from '../../i18n/i18n';
import { Problems } from './Problems';
import { RuleEditor } from './RuleEditor';
import type { ShownProblem } from './use-review';

type Branch = ScriptLine['next'][number];

interface BranchProps {
  branch: Branch;
  at: number;
  count: number;
  lines: readonly ScriptLine[];
  book: CueBook;
  problems: readonly ShownProblem[];
  locked: boolean;
  change: (branch: Branch) => void;
  move: (by: -1 | 1) => void;
  remove: () => void;
}

function BranchRow({ branch, at, count, lines, book, problems, locked, change, move, remove }: BranchProps) {
  const t = useWords();
  const { to, when } = branch;
  const targets = lines.map(({ id, title }, index) => ({
    value: id,
    label: `${String(index + 1)} · ${title || t('scriptEditor.untitled')}`,
  }));
  const gone = to !== '' && !lines.some(({ id }) => id === to);
  const name = t('scriptEditor.branch', { at: at + 1 });
  return (
    <li className="st-branch" role="group" aria-label={name}>
      <div className="st-row">
        <span className="st-caption st-dim st-num">{name}</span>
        <Select
          className="st-grow"
          aria-label={t('scriptEditor.to')}
          placeholder={t('scriptEditor.choose')}
          leftSection={<span className="st-caption st-dim">{t('scriptEditor.to')}</span>}
          leftSectionWidth={58}
          allowDeselect={false}
          disabled={locked}
          error={problems.some(({ code }) => code === 'branch-nowhere' || code === 'branch-without-target')}
          value={to || null}
          data={gone ? [...targets, { value: to, label: t('scriptEditor.gone', { id: to }) }] : targets}
          onChange={(next) => change({ ...branch, to: next ?? '' })}
        />
        {locked ? null : (
          <>
            <ActionIcon
              variant="subtle"
              color="gray"
              disabled={at === 0}
              aria-label={t('scriptEditor.branchUp', { at: at + 1 })}
              onClick={() => move(-1)}
            >
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              disabled={at === count - 1}
              aria-label={t('scriptEditor.branchDown', { at: at + 1 })}
              onClick={() => move(1)}
            >
              <IconArrowDown size={16} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('scriptEditor.removeBranch', { at: at + 1 })}
              onClick={remove}
            >
              <IconX size={16} />
            </ActionIcon>
          </>
        )}
      </div>
      {when ? (
        <RuleEditor
          condition={when}
          book={book}
          disabled={locked}
          depth={0}
          change={(next) => change({ ...branch, when: next })}
        />
      ) : null}
      <div className="st-row">
        {when ? null : <span className="st-caption st-dim">{t('scriptEditor.always')}</span>}
        {locked ? null : (
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<IconFilter size={14} />}
            onClick={() => change(when ? { to } : { to, when: { heard: [], leg: 'customer' } })}
          >
            {t(when ? 'scriptEditor.removeCondition' : 'scriptEditor.addCondition')}
          </Button>
        )}
      </div>
      <Problems problems={problems} />
    </li>
  );
}

/** Where a line leads, by what was said; the first that holds is followed. */
export function Branches({
  line,
  index,
  lines,
  book,
  problems,
  locked,
  change,
}: {
  line: ScriptLine;
  index: number;
  lines: readonly ScriptLine[];
  book: CueBook;
  problems: readonly ShownProblem[];
  locked: boolean;
  /** `key`: what is typed letter by letter in one place is one step. */
  change: (next: Branch[], key: string) => void;
}) {
  const t = useWords();
  const { next } = line;
  const below = lines[index + 1];
  const always = next.some(({ when }) => when === undefined);
  const title = below?.title || t('scriptEditor.untitled');
  return (
    <fieldset className="st-cue-rule" data-testid="branches">
      <legend>{t('scriptEditor.branches')}</legend>
      {next.length > 0 ? <p className="st-caption st-dim">{t('scriptEditor.branchesHint')}</p> : null}
      {next.length > 0 ? (
        <ol className="st-branches">
          {next.map((branch, at) => (
            <BranchRow
              key={at}
              {...{ branch, at, lines, book, locked }}
              count={next.length}
              problems={problems.filter(({ place }) => place?.branch === at)}
              change={(changed) => change(next.toSpliced(at, 1, changed), String(at))}
              move={(by) => change(swapped(next, at, by) ?? next, '')}
              remove={() => change(next.toSpliced(at, 1), '')}
            />
          ))}
        </ol>
      ) : null}
      {always ? null : (
        <p className="st-caption">
          {below
            ? t(next.length > 0 ? 'scriptEditor.otherwise' : 'scriptEditor.below', { title })
            : t('scriptEditor.ends')}
        </p>
      )}
      <Button
        variant="default"
        size="xs"
        disabled={locked || lines.length === 0}
        leftSection={<IconGitBranch size={16} />}
        onClick={() => change([...next, { to: '', when: { heard: [], leg: 'customer' } }], '')}
      >
        {t('scriptEditor.addBranch')}
      </Button>
    </fieldset>
  );
}
