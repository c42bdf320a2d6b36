import { Button, SegmentedControl, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCircleX, IconFileText, IconGitBranch, IconPlus } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import type { ScriptLine } from '../../../../domain/script-graph';
import type { ScriptChoice } from '../../../../domain/script-versions';
import { useWords } from '../../i18n/i18n';
import { Empty } from '../../shell/Empty';
import { lineKey, type Level } from './use-review';

interface ListProps {
  lines: readonly ScriptLine[];
  /** None: a single script. */
  versions: readonly ScriptChoice[];
  versionId: string | null;
  chosen: number;
  levels: ReadonlyMap<string, Level>;
  locked: boolean;
  showVersion: (id: string) => void;
  choose: (index: number) => void;
  add: () => void;
  remove: (index: number) => void;
  move: (index: number, by: -1 | 1) => void;
}

function Marks({ line, level }: { line: ScriptLine; level: Level | undefined }) {
  const t = useWords();
  const IconOf = level === 'error' ? IconCircleX : IconAlertTriangle;
  return (
    <>
      {line.mustSay.length > 0 ? <span className="st-caption st-dim">{t('scriptEditor.mustSayMark')}</span> : null}
      {line.next.length > 0 ? (
        <span className="st-row st-caption st-dim st-num st-branch-count">
          <IconGitBranch
            size={16}
            stroke={1.8}
            aria-label={t('scriptEditor.branchCount', { count: line.next.length })}
          />
          <span aria-hidden>{line.next.length}</span>
        </span>
      ) : null}
      {level ? (
        <span className={level === 'error' ? 'st-tone-red' : 'st-tone-amber'}>
          <IconOf size={16} stroke={1.8} className="st-tinted" aria-label={t('scriptEditor.problem')} />
        </span>
      ) : null}
    </>
  );
}

/** The lines of a script in their order: chosen, moved, added and deleted by keys too. */
export function ScriptList({ lines, versions, versionId, chosen, levels, locked, ...act }: ListProps) {
  const t = useWords();
  const list = useRef<HTMLOListElement>(null);
  // The row that a key chose or moved is drawn only after the book has changed; one that is gone leaves the focus to it.
  const wanting = useRef(false);
  const inside = useRef(false);
  useEffect(() => {
    const lost = inside.current && document.activeElement === document.body;
    if (!wanting.current && !lost) return;
    wanting.current = false;
    list.current?.querySelector<HTMLElement>('[aria-current="true"]')?.focus();
  });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const done = (change: () => void) => {
      event.preventDefault();
      wanting.current = true;
      change();
    };
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null;
    if (by !== null && event.altKey)
      return locked || !lines[chosen + by] ? undefined : done(() => act.move(chosen, by));
    if (event.altKey || event.ctrlKey || event.metaKey) return undefined;
    if (by !== null) return done(() => act.choose(Math.min(lines.length - 1, Math.max(0, chosen + by))));
    if (event.key === 'Home') return done(() => act.choose(0));
    if (event.key === 'End') return done(() => act.choose(lines.length - 1));
    if (locked) return undefined;
    if (event.key === 'Delete') return done(() => act.remove(chosen));
    // The name of a new line is typed next: it has the focus.
    if (event.key === 'Insert') {
      event.preventDefault();
      act.add();
    }
    return undefined;
  };
  return (
    <div className="st-cue-list">
      {versions.length > 1 ? (
        <SegmentedControl
          size="xs"
          aria-label={t('cueBook.script.which')}
          value={versionId ?? ''}
          onChange={act.showVersion}
          data={versions.map(({ id, label }) => ({ value: id, label: label || '…' }))}
        />
      ) : null}
      <div className="st-row">
        <span className="st-dim st-caption st-num st-grow" role="status">
          {t('scriptEditor.count', { count: lines.length })}
        </span>
        <Button variant="default" size="xs" leftSection={<IconPlus size={16} />} disabled={locked} onClick={act.add}>
          {t('scriptEditor.add')}
        </Button>
      </div>
      {lines.length === 0 ? (
        <Empty icon={IconFileText}>{t('scriptEditor.empty')}</Empty>
      ) : (
        <div className="st-scroll st-script-rows">
          <ol
            aria-label={t('scriptEditor.lines')}
            ref={list}
            onKeyDown={onKeyDown}
            onFocus={() => (inside.current = true)}
            onBlur={({ relatedTarget }) => (inside.current = relatedTarget === null && inside.current)}
          >
            {lines.map((line, index) => (
              <li key={line.id}>
                <UnstyledButton
                  className="st-cue-row"
                  data-line={line.id}
                  aria-current={index === chosen}
                  tabIndex={index === chosen ? 0 : -1}
                  onClick={() => act.choose(index)}
                >
                  <span className="st-cue-priority st-num" aria-hidden>
                    {index + 1}
                  </span>
                  <span className="st-person-text">
                    <strong className="st-clip">{line.title || t('scriptEditor.untitled')}</strong>
                    <span className="st-dim st-caption st-clip">{line.line || '—'}</span>
                  </span>
                  <Marks line={line} level={levels.get(lineKey({ versionId, index }))} />
                </UnstyledButton>
              </li>
            ))}
          </ol>
        </div>
      )}
      <p className="st-dim st-caption">{t('scriptEditor.keys')}</p>
    </div>
  );
}
