import { ActionIcon, Button, NumberInput, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { CueBook } from '../../../../contracts/cues';
import type { Estimate } from '../../../../domain/card-budget';
import type { ScriptOutcome } from '../../../../domain/script-outcomes';
import {
  scriptVersionsOf,
  withNewVersion,
  withoutVersion,
  withVersion,
  withVersionLine,
} from '../../../../domain/script-versions';
import { useActions, useApp } from '../../context';
import { useTroubleWords, useWords } from '../../i18n/i18n';

const MOST_VERSIONS = 6;
/** About what fits in a row of the side column. */
const ROW_WIDTH = 46;

const percent = (share: number) => Math.round(share * 100);
const interval = ({ low, high }: Estimate) => `${String(percent(low))} – ${String(percent(high))} %`;
const signed = (share: number) => `${share > 0 ? '+' : ''}${String(percent(share))}`;

/** Chinese characters are twice as wide as letters. */
function rowsOf(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return Math.min(8, Math.max(2, Math.ceil((text.length + han) / ROW_WIDTH)));
}

/** How many calls ended how, by version. */
function OutcomeList({ title, outcomes }: { title: string | null; outcomes: readonly ScriptOutcome[] }) {
  const t = useWords();
  return (
    <>
      {title === null ? null : <h5 className="st-caption st-dim">{title}</h5>}
      {outcomes.length === 0 ? <p className="st-dim st-caption">{t('cueBook.script.noOutcomes')}</p> : null}
      {outcomes.map(({ id, label, calls, good, sales, goodShare, saleShare, beyondFirst }) => (
        <dl key={id} className="st-script-outcome">
          <dt>
            <strong>{label}</strong>{' '}
            <span className="st-dim st-caption">{t('cueBook.script.calls', { count: calls })}</span>
          </dt>
          <dd className="st-caption st-num">
            {t('cueBook.script.good', { count: good, share: percent(goodShare.mean), interval: interval(goodShare) })}
          </dd>
          <dd className="st-caption st-num">
            {t('cueBook.script.sales', { count: sales, share: percent(saleShare.mean), interval: interval(saleShare) })}
          </dd>
          {beyondFirst ? (
            <dd className="st-caption st-num st-dim">
              {t('cueBook.script.beyond', {
                label: outcomes[0]?.label ?? '',
                low: signed(beyondFirst.low),
                high: signed(beyondFirst.high),
              })}
            </dd>
          ) : null}
        </dl>
      ))}
    </>
  );
}

/** How calls ended with each version: this desk's, and where there is a server all desks'. */
function Outcomes() {
  const t = useWords();
  const troubleWords = useTroubleWords();
  const { readOutcomes } = useActions().cueBook;
  const outcomes = useApp((model) => model.cueBook.outcomes);
  const allDesks = useApp((model) => model.cueBook.allDesks);
  const language = useApp((model) => model.cueBook.language);
  useEffect(() => readOutcomes(), [readOutcomes, language]);
  if (outcomes === null) return null;
  return (
    <section aria-label={t('cueBook.script.outcomes')} className="st-script-outcomes" data-testid="script-outcomes">
      <h4 className="st-section-title">{t('cueBook.script.outcomes')}</h4>
      <OutcomeList title={allDesks && t('cueBook.script.thisDesk')} outcomes={outcomes} />
      {allDesks ? (
        <div data-testid="all-desks">
          {allDesks.outcomes ? <OutcomeList title={t('cueBook.script.allDesks')} outcomes={allDesks.outcomes} /> : null}
          {allDesks.trouble ? (
            <p className="st-amber st-caption" role="status">
              {t('cueBook.script.allDesksTrouble', { what: troubleWords(allDesks.trouble).what })}
            </p>
          ) : null}
        </div>
      ) : null}
      <p className="st-dim st-caption">{t('cueBook.script.outcomesHint')}</p>
    </section>
  );
}

/** The versions of the script that calls are shared among, their text, and what became of the calls. */
export function Scripts({ book, selectedId, locked }: { book: CueBook; selectedId: string | null; locked: boolean }) {
  const t = useWords();
  const { cueBook: actions } = useActions();
  const [shownId, setShownId] = useState<string | null>(null);
  const versions = scriptVersionsOf(book);
  const shown = versions.find(({ id }) => id === shownId) ?? versions[0];
  const lines = shown?.script ?? book.script;
  const sum = versions.reduce((all, { sharePercent }) => all + sharePercent, 0);
  const edit = (next: CueBook, title: string, key = '') =>
    actions.edit(next, { word: 'changed', title, key, selectedId });
  return (
    <div className="st-scripts">
      <p className="st-dim st-caption">{t('cueBook.script.hint')}</p>
      {versions.map(({ id, label, sharePercent }) => (
        <div key={id} className="st-row" role="group" aria-label={t('script.version', { label })}>
          <TextInput
            size="xs"
            className="st-grow"
            aria-label={t('cueBook.script.label')}
            maxLength={30}
            disabled={locked}
            value={label}
            error={label.trim() === ''}
            onChange={(event) =>
              edit(withVersion(book, id, { label: event.currentTarget.value }), label, `script ${id} label`)
            }
          />
          <NumberInput
            size="xs"
            className="st-share"
            aria-label={t('cueBook.script.share', { label })}
            suffix=" %"
            min={0}
            max={100}
            allowDecimal={false}
            disabled={locked}
            value={sharePercent}
            error={sum !== 100}
            onChange={(value) =>
              edit(withVersion(book, id, { sharePercent: Number(value) }), label, `script ${id} share`)
            }
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={locked}
            aria-label={t('cueBook.script.remove', { label })}
            onClick={() => edit(withoutVersion(book, id), label)}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <div className="st-row">
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<IconPlus size={14} />}
          disabled={locked || versions.length >= MOST_VERSIONS || book.script.length === 0}
          onClick={() => {
            const made = withNewVersion(book);
            edit(made.book, made.id.toUpperCase());
            setShownId(made.id);
          }}
        >
          {t(versions.length === 0 ? 'cueBook.script.compare' : 'cueBook.script.add')}
        </Button>
        {versions.length > 0 ? (
          <span className={`st-caption st-num ${sum === 100 ? 'st-dim' : 'st-red'}`}>
            {t('cueBook.script.sum', { sum })}
          </span>
        ) : null}
      </div>
      {shown && versions.length > 1 ? (
        <SegmentedControl
          size="xs"
          aria-label={t('cueBook.script.which')}
          value={shown.id}
          onChange={setShownId}
          data={versions.map(({ id, label }) => ({ value: id, label: label || '…' }))}
        />
      ) : null}
      {lines.map((line, index) => (
        <Textarea
          key={`${shown?.id ?? ''} ${line.id}`}
          size="xs"
          rows={rowsOf(line.line)}
          label={line.title}
          disabled={locked}
          value={line.line}
          error={line.line.trim() === ''}
          onChange={(event) =>
            edit(
              withVersionLine(book, shown?.id ?? null, index, { line: event.currentTarget.value }),
              line.title,
              `script ${shown?.id ?? ''} ${line.id}`,
            )
          }
        />
      ))}
      <Outcomes />
    </div>
  );
}
