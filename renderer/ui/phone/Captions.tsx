import { Collapse, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useApp, useParts } from '../context';
import { useWords } from '../i18n/i18n';
import { KeyHint } from '../shell/KeyHint';
import { SaidLine } from '../shell/SaidLine';

/** What both sides said, in words, as soon as a sentence is over; read out politely. Folded until it is wanted. */
export function Captions() {
  const t = useWords();
  const { store } = useParts();
  const captions = useApp((model) => model.copilot.captions);
  // Read out only while they are open: where the screen reader comes first they always are.
  const open = useApp((model) => model.view.captionsOpen || model.display.screenReaderFirst);
  const list = useRef<HTMLOListElement>(null);
  const saying = useApp((model) => model.copilot.saying);
  const unread = useApp((model) => model.copilot.unread);
  const last = captions.at(-1);
  useEffect(() => {
    // The newest line is in sight, unless the agent has scrolled back to read.
    const box = list.current;
    if (open && box && box.scrollHeight - box.scrollTop - box.clientHeight < box.clientHeight)
      box.scrollTop = box.scrollHeight;
  }, [last, saying, open]);
  // Opened in the middle of a call, it shows what is said now.
  const toNewest = () => list.current?.scrollTo({ top: list.current.scrollHeight });
  const Chevron = open ? IconChevronDown : IconChevronRight;
  const toggle = () => store.setState(({ view }) => ({ view: { ...view, captionsOpen: !open } }));
  return (
    <div className="st-captions">
      <UnstyledButton className="st-fold" aria-expanded={open} onClick={toggle}>
        <Chevron size={16} aria-hidden />
        {t('captions.title')}
        <span className="st-grow" />
        <KeyHint keys="V" />
      </UnstyledButton>
      <Collapse expanded={open} transitionDuration={120} onTransitionEnd={toNewest}>
        {captions.length + saying.length === 0 ? (
          <p className="st-dim st-caption st-captions-empty">{t('captions.empty')}</p>
        ) : null}
        {/* Always there: a live region that comes with its first line would not be read. */}
        <ol
          className="st-list st-scroll"
          ref={list}
          role="log"
          aria-label={t('captions.title')}
          tabIndex={open ? 0 : -1}
        >
          {captions.map((line) => (
            <SaidLine key={`${line.leg} ${String(line.startMs)}`} line={line} />
          ))}
          {/* Not read out: it would be said again with every word. */}
          {saying.map((line) => (
            <SaidLine key={line.leg} line={line} unfinished />
          ))}
        </ol>
        {unread > 0 ? <p className="st-dim st-caption">{t('captions.unread', { count: unread })}</p> : null}
      </Collapse>
    </div>
  );
}
