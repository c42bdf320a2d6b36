import { ActionIcon, Button, NumberInput, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useEffect } from 'react';
import { v7 as uuidv7 } from 'uuid';
import type { CueBook } from '../../../../contracts/cues';
import type { ScriptOutcome } from '../../../../domain/script-outcomes';
import {
  scriptVersionsOf,
  withNewVersion,
  withoutVersion,
  withVersion,
  type ScriptChoice,
} from '../../../../domain/script-versions';
import { useActions, useApp } from '../../context';
import { useTroubleWords, useWords } from '../../i18n/i18n';
import { CardTrials } from './CardTrials';
import { interval, percent, signed } from './shares';

const MOST_VERSIONS = 6;

/** How many calls ended how, by version. */
function OutcomeList({
  title,
  outcomes,
  versions,
}: {
  title: string | null;
  outcomes: readonly ScriptOutcome[];
  versions: readonly ScriptChoice[];
}) {
  const t = useWords();
  return (
    <>
      {title === null ? null : <h5 className="st-caption st-dim">{title}</h5>}
      {outcomes.length === 0 ? <p className="st-dim st-caption">{t('cueBook.script.noOutcomes')}</p> : null}
      {outcomes.map(({ id, label, calls, good, sales, goodShare, saleShare, beyondFirst }) => (
        <dl key={id} className="st-script-outcome">
          <dt>
            <strong>{label}</strong>{' '}
            {versions.some((version) => version.id === id) ? null : (
              <span className="st-caption st-amber">{t('scriptEditor.goneVersion')} </span>
            )}
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
function Outcomes({ versions }: { versions: readonly ScriptChoice[] }) {
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
      <OutcomeList title={allDesks && t('cueBook.script.thisDesk')} outcomes={outcomes} versions={versions} />
      {allDesks ? (
        <div data-testid="all-desks">
          {allDesks.outcomes ? (
            <OutcomeList title={t('cueBook.script.allDesks')} outcomes={allDesks.outcomes} versions={versions} />
          ) : null}
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

/** The versions of the script that calls are shared among, and what became of the calls. */
export function Scripts({ book, selectedId, locked }: { book: CueBook; selectedId: string | null; locked: boolean }) {
  const t = useWords();
  const { cueBook: actions } = useActions();
  const { lineId } = useApp((model) => model.cueBook.scriptAt);
  const versions = scriptVersionsOf(book);
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
            const made = withNewVersion(book, uuidv7);
            edit(made.book, made.book.scriptVersions?.at(-1)?.label ?? '');
            actions.showLine({ versionId: made.id, lineId });
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
      <Outcomes versions={versions} />
      <CardTrials />
    </div>
  );
}
