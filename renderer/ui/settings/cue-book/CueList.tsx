import { Button, TextInput, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCircleX, IconPlus, IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Cue } from '../../../../contracts/cues';
import { searchCues } from '../../../../domain/cue-book-edit';
import { useWords } from '../../i18n/i18n';
import { visibleRows } from '../../monitor/monitor-model';
import { Empty } from '../../shell/Empty';

const ROW_PX = 52;
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

/** The cards of a book: only those in sight are drawn, so that thousands scroll like twenty. */
export function CueList({
  cues,
  selectedId,
  levels,
  locked,
  select,
  add,
  remove,
}: {
  cues: readonly Cue[];
  selectedId: string | null;
  /** Cards that have a problem, and how bad the worst is. */
  levels: ReadonlyMap<string, 'error' | 'warning'>;
  locked: boolean;
  select: (cueId: string) => void;
  add: () => void;
  remove: (cueId: string) => void;
}) {
  const t = useWords();
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text);
  const shown = useMemo(() => searchCues(cues, wanted), [cues, wanted]);
  const place = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ topPx: 0, heightPx: 600 });
  const at = shown.findIndex(({ id }) => id === selectedId);
  useEffect(() => {
    const box = place.current;
    if (!box) return;
    const measure = () => setSight({ topPx: box.scrollTop, heightPx: box.clientHeight || 600 });
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    box.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', measure);
    };
  }, []);
  // A card that was chosen elsewhere, or by a key, comes into sight.
  useEffect(() => {
    const box = place.current;
    if (!box || at < 0) return;
    if (at * ROW_PX < box.scrollTop) box.scrollTop = at * ROW_PX;
    else if ((at + 1) * ROW_PX > box.scrollTop + box.clientHeight) box.scrollTop = (at + 1) * ROW_PX - box.clientHeight;
  }, [at]);
  // The row of the card that a key chose may be drawn only after the list has scrolled to it.
  const wanting = useRef(false);
  const focusChosen = (cueId: string | null) => {
    const row = place.current?.querySelector<HTMLElement>(`[data-cue="${cueId ?? ''}"]`);
    if (!row) return;
    wanting.current = false;
    row.focus({ preventScroll: true });
  };
  useEffect(() => {
    if (wanting.current) focusChosen(selectedId);
  });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.nativeEvent.isComposing) return;
    const inField = event.target instanceof HTMLInputElement;
    const onRow = event.target instanceof HTMLElement && event.target.closest('[data-cue]') !== null;
    if (event.key === 'Delete' && onRow && selectedId !== null && !locked) {
      wanting.current = cues.length > 1;
      return remove(selectedId);
    }
    const edge = inField ? null : event.key === 'Home' ? 0 : event.key === 'End' ? shown.length - 1 : null;
    const step = STEPS[event.key];
    if (edge === null && step === undefined) return;
    const next = shown[edge ?? Math.min(shown.length - 1, Math.max(0, at + (step ?? 0)))];
    if (!next) return;
    event.preventDefault();
    if (next.id === selectedId) return focusChosen(next.id);
    wanting.current = true;
    select(next.id);
  };
  const { first, end } = visibleRows(sight.topPx, sight.heightPx, ROW_PX, shown.length);
  return (
    <div className="st-cue-list" onKeyDown={onKeyDown}>
      <TextInput
        size="xs"
        leftSection={<IconSearch size={14} />}
        aria-label={t('cueBook.search')}
        placeholder={t('cueBook.search')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="st-row">
        <span className="st-dim st-caption st-num st-grow" role="status">
          {t('cueBook.count', { shown: shown.length, all: cues.length })}
        </span>
        <Button variant="default" size="xs" leftSection={<IconPlus size={16} />} disabled={locked} onClick={add}>
          {t('cueBook.add')}
        </Button>
      </div>
      <div className="st-scroll st-cue-rows" ref={place}>
        {shown.length === 0 ? <Empty icon={IconSearch}>{t('cueBook.noneFound')}</Empty> : null}
        <ul aria-label={t('cueBook.cards')} style={{ height: shown.length * ROW_PX }}>
          {shown.slice(first, end).map((cue, index) => {
            const level = levels.get(cue.id);
            const IconOf = level === 'error' ? IconCircleX : IconAlertTriangle;
            const chosen = cue.id === selectedId;
            // One stop for Tab, the arrows inside.
            const stop = chosen || (at < 0 && first + index === 0);
            return (
              <li key={cue.id} style={{ top: (first + index) * ROW_PX, height: ROW_PX }}>
                <UnstyledButton
                  className="st-cue-row"
                  data-cue={cue.id}
                  aria-current={chosen}
                  tabIndex={stop ? 0 : -1}
                  onClick={() => select(cue.id)}
                >
                  <span className="st-cue-priority st-num" aria-hidden>
                    {cue.priority}
                  </span>
                  <span className="st-person-text">
                    <strong className="st-clip">{cue.title || cue.id}</strong>
                    <span className="st-dim st-caption st-clip">{cue.phrases.join(' · ') || '—'}</span>
                  </span>
                  {level ? (
                    <span className={level === 'error' ? 'st-tone-red' : 'st-tone-amber'}>
                      <IconOf size={16} stroke={1.8} className="st-tinted" aria-label={t('cueBook.problemsLabel')} />
                    </span>
                  ) : null}
                </UnstyledButton>
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}
