import { ActionIcon, Button, SegmentedControl, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowLeft, IconBook2, IconFileExport, IconFileImport } from '@tabler/icons-react';
import { useMemo, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { useActions, useApp } from '../../context';
import { useWords } from '../../i18n/i18n';
import { draftOf, type CueBookDraft } from '../../model';
import { Empty } from '../../shell/Empty';
import { EditorBody } from './EditorBody';
import { ImportProblems } from './ImportProblems';

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
        <EditorBody draft={draft} />
      ) : (
        <>
          <ImportProblems />
          <Empty icon={IconBook2}>{t('cueBook.empty')}</Empty>
        </>
      )}
    </section>
  );
}
