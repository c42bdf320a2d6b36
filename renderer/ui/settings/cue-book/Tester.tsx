import { Button, NumberInput, SegmentedControl, Select, TextInput, UnstyledButton } from '@mantine/core';
import { IconCircleDashed, IconFlag2 } from '@tabler/icons-react';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import type { Leg } from '../../../../contracts/audio';
import type { CueBook } from '../../../../contracts/cues';
import { allScriptLines } from '../../../../domain/script-versions';
import { PLAIN_SITUATION, tryBook, type NearCard, type TriedCard, type TriedLine } from '../../../../domain/cue-tester';
import { useApp, useParts } from '../../context';
import { useWords } from '../../i18n/i18n';
import { Note } from './RuleNotes';
import { SayIt } from './SayIt';
import { ScriptTry } from './ScriptTry';

/** A book of ten thousand phrases takes a moment: it is asked once the typing rests. */
const REST_MS = 200;

function Popped({ card, book, show }: { card: TriedCard; book: CueBook; show: (cueId: string) => void }) {
  const t = useWords();
  const { cue, shown, line, rule, leads } = card;
  return (
    <li className="st-tried st-tone-green" data-testid="tried-card">
      <UnstyledButton className="st-row" onClick={() => show(cue.id)}>
        <IconFlag2 size={16} aria-hidden className="st-tinted" />
        <strong className="st-grow st-clip">{cue.title}</strong>
        {leads ? <span className="st-caption st-tinted">{t('cueBook.try.leads')}</span> : null}
        <span className="st-caption st-dim st-num">
          {line === null ? t('cueBook.try.byTime') : t('cueBook.try.atLine', { line: line + 1 })}
        </span>
      </UnstyledButton>
      {rule ? (
        <ul className="st-note-parts">
          <Note note={rule} book={book} />
        </ul>
      ) : (
        <span className="st-caption st-breakable">
          {t('cueBook.try.phrase', { leg: t(`cueBook.leg.${shown.leg}`), words: shown.phrase })}
        </span>
      )}
    </li>
  );
}

function Near({ card, book, show }: { card: NearCard; book: CueBook; show: (cueId: string) => void }) {
  const t = useWords();
  const { cue, phrase, rule } = card;
  const leg = cue.leg === 'customer' ? 'agent' : 'customer';
  return (
    <li className="st-tried" data-testid="near-card">
      <UnstyledButton className="st-row" onClick={() => show(cue.id)}>
        <IconCircleDashed size={16} aria-hidden />
        <strong className="st-grow st-clip">{cue.title}</strong>
      </UnstyledButton>
      {phrase ? (
        <span className="st-caption st-breakable">
          {t(`cueBook.try.${phrase.why}`, { words: phrase.words, phrase: phrase.phrase, leg: t(`cueBook.leg.${leg}`) })}
        </span>
      ) : null}
      {rule ? (
        <ul className="st-note-parts">
          <Note note={rule} book={book} />
        </ul>
      ) : null}
    </li>
  );
}

/** Type what is said, and see what would come up: the book on the screen, saved or not. */
export function Tester({
  book,
  script,
  show,
}: {
  /** With the script that is shown. */
  book: CueBook;
  /** While the script is edited: the line that is shown, and the way to another. */
  script: { lineId: string | null; go: (lineId: string) => void } | null;
  show: (cueId: string) => void;
}) {
  const t = useWords();
  const { actions } = useParts();
  const { tryLines: setSaid } = actions.cueBook;
  const said = useApp((model) => model.cueBook.said);
  const [line, setLine] = useState<TriedLine>({ leg: 'customer', text: '' });
  const [chosen, setChosen] = useState({
    ...{ stageId: null as string | null, silenceSeconds: 0, agentShare: null as number | null },
    ...{ label: '', value: '' },
  });
  const stageId = script ? script.lineId : chosen.stageId;
  const situation = useMemo(() => ({ ...chosen, stageId }), [chosen, stageId]);
  const asked = useMemo(() => ({ book, said, line, situation }), [book, said, line, situation]);
  const [now] = useDebouncedValue(asked, REST_MS);
  const tried = useMemo(() => {
    const { label, value, ...rest } = now.situation;
    const customer = label === '' ? [] : [{ label, value }];
    return tryBook(now.book, [...now.said, now.line], { ...PLAIN_SITUATION, ...rest, customer });
  }, [now]);
  const put = (patch: Partial<typeof situation>) => setChosen((before) => ({ ...before, ...patch }));
  const begun = now.line.text.trim() !== '' || now.said.length > 0;
  const keep = () => {
    if (line.text.trim() === '') return;
    setSaid([...said, line]);
    setLine({ leg: line.leg === 'customer' ? 'agent' : 'customer', text: '' });
  };
  return (
    <div className="st-tester" role="group" aria-label={t('cueBook.try.label')}>
      {said.length > 0 ? (
        <ol className="st-cue-said" aria-label={t('cueBook.try.said')}>
          {said.map(({ leg, text }, index) => (
            <li key={index} className="st-caption st-breakable">
              <b>{t(`cueBook.leg.${leg}`)}</b> {text}
            </li>
          ))}
        </ol>
      ) : null}
      <SegmentedControl
        size="xs"
        aria-label={t('cueBook.try.says')}
        value={line.leg}
        onChange={(leg) => setLine({ ...line, leg: leg === 'agent' ? 'agent' : 'customer' })}
        data={(['customer', 'agent'] as const satisfies Leg[]).map((leg) => ({
          value: leg,
          label: t(`cueBook.leg.${leg}`),
        }))}
      />
      <TextInput
        aria-label={t('cueBook.try.line')}
        placeholder={t('cueBook.try.placeholder')}
        value={line.text}
        onChange={(event) => setLine({ ...line, text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          keep();
        }}
      />
      <div className="st-row">
        <Button variant="default" size="compact-xs" disabled={line.text.trim() === ''} onClick={keep}>
          {t('cueBook.try.keep')}
        </Button>
        <Button
          variant="subtle"
          size="compact-xs"
          disabled={said.length === 0 && line.text === ''}
          onClick={() => {
            setSaid([]);
            setLine({ leg: 'customer', text: '' });
          }}
        >
          {t('cueBook.try.clear')}
        </Button>
      </div>
      <SayIt book={book} leg={line.leg} />
      {script && tried.script ? <ScriptTry tried={tried.script} book={now.book} go={script.go} /> : null}
      <div aria-live="polite" className="st-tried-results" data-testid="tried">
        {tried.popped.length > 0 ? <h4 className="st-section-title">{t('cueBook.try.popped')}</h4> : null}
        <ul>
          {tried.popped.map((card) => (
            <Popped key={card.shown.cardId} card={card} book={now.book} show={show} />
          ))}
        </ul>
        {tried.popped.length === 0 ? (
          <p className="st-dim">{t(begun ? 'cueBook.try.nothing' : 'cueBook.try.waiting')}</p>
        ) : null}
        {tried.near.length > 0 ? <h4 className="st-section-title">{t('cueBook.try.near')}</h4> : null}
        <ul>
          {tried.near.map((card) => (
            <Near key={card.cue.id} card={card} book={now.book} show={show} />
          ))}
        </ul>
      </div>
      <h4 className="st-section-title">{t('cueBook.try.situation')}</h4>
      <div className="st-fields">
        <Select
          size="xs"
          label={t('cueBook.try.stage')}
          clearable={!script}
          value={stageId}
          data={allScriptLines(book).map(({ id, title }) => ({ value: id, label: title || id }))}
          onChange={(next) => (script && next !== null ? script.go(next) : put({ stageId: next }))}
        />
        <NumberInput
          size="xs"
          label={t('cueBook.try.silence')}
          min={0}
          max={600}
          value={situation.silenceSeconds}
          onChange={(value) => put({ silenceSeconds: typeof value === 'number' ? value : 0 })}
        />
        <NumberInput
          size="xs"
          label={t('cueBook.try.share')}
          min={0}
          max={100}
          value={situation.agentShare === null ? '' : Math.round(situation.agentShare * 100)}
          onChange={(value) => put({ agentShare: typeof value === 'number' ? value / 100 : null })}
        />
        <span />
        <TextInput
          size="xs"
          label={t('cueBook.try.fact')}
          value={situation.label}
          onChange={(event) => put({ label: event.currentTarget.value })}
        />
        <TextInput
          size="xs"
          label={t('cueBook.try.factValue')}
          value={situation.value}
          onChange={(event) => put({ value: event.currentTarget.value })}
        />
      </div>
      <p className="st-dim st-caption">{t('cueBook.try.note')}</p>
    </div>
  );
}
