import { Button, Checkbox, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconCopy, IconGitBranch, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { cueActionSchema, type Cue, type CueBook } from '../../../../contracts/cues';
import type { BookProblem } from '../../../../domain/cue-book-review';
import { useWords } from '../../i18n/i18n';
import { LinesField } from './LinesField';
import { Problems } from './Problems';
import { legs, RuleEditor } from './RuleEditor';

const USUAL_COOL_DOWN_S = 20;

/** Everything of one card. */
export function CueForm({
  cue,
  book,
  problems,
  locked,
  fresh,
  change,
  copy,
  remove,
}: {
  cue: Cue;
  book: CueBook;
  problems: readonly (BookProblem & { level: 'error' | 'warning' })[];
  locked: boolean;
  /** It was just made: its title is typed next. */
  fresh: boolean;
  change: (patch: Partial<Cue>, field: keyof Cue) => void;
  copy: () => void;
  remove: () => void;
}) {
  const t = useWords();
  const title = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (fresh) title.current?.select();
  }, [fresh, cue.id]);
  const wrong = (field: keyof Cue) => {
    const found = problems.find((problem) => problem.level === 'error' && problem.field === field);
    return found ? t(`cueBook.problem.${found.code}`, { detail: found.detail }) : null;
  };
  return (
    <div className="st-scroll st-cue-form" role="group" aria-label={cue.title}>
      <div className="st-row">
        <span className="st-dim st-caption st-grow st-clip">
          {t('cueBook.field.id')} <span className="st-num">{cue.id}</span>
        </span>
        <Button variant="default" size="xs" disabled={locked} leftSection={<IconCopy size={16} />} onClick={copy}>
          {t('cueBook.copy')}
        </Button>
        <Button
          variant="default"
          size="xs"
          disabled={locked || book.cues.length === 1}
          leftSection={<IconTrash size={16} />}
          onClick={remove}
        >
          {t('cueBook.remove')}
        </Button>
      </div>
      <Problems problems={problems.filter(({ level, field }) => level === 'warning' || field === null)} />
      <TextInput
        ref={title}
        id="cue-title"
        label={t('cueBook.field.title')}
        value={cue.title}
        error={wrong('title')}
        disabled={locked}
        onChange={(event) => change({ title: event.currentTarget.value }, 'title')}
      />
      <LinesField
        label={t('cueBook.field.lines')}
        description={t('cueBook.linesHint')}
        value={cue.lines}
        error={wrong('lines')}
        disabled={locked}
        rows={2}
        change={(lines) => change({ lines }, 'lines')}
      />
      <LinesField
        label={t('cueBook.field.phrases')}
        description={t('cueBook.phrasesHint')}
        value={cue.phrases}
        error={wrong('phrases')}
        disabled={locked}
        rows={3}
        change={(phrases) => change({ phrases }, 'phrases')}
      />
      <div className="st-labelled st-cue-leg">
        <span>{t('cueBook.field.leg')}</span>
        <SegmentedControl
          size="xs"
          aria-label={t('cueBook.field.leg')}
          disabled={locked}
          value={cue.leg}
          onChange={(leg) => change({ leg: legs.find((known) => known === leg) ?? 'customer' }, 'leg')}
          data={legs.map((leg) => ({ value: leg, label: t(`cueBook.leg.${leg}`) }))}
        />
      </div>
      <fieldset className="st-cue-rule" data-testid="cue-rule">
        <legend>{t('cueBook.field.when')}</legend>
        {cue.when ? (
          <>
            <RuleEditor
              condition={cue.when}
              book={book}
              disabled={locked}
              depth={0}
              change={(when) => change({ when }, 'when')}
            />
            {wrong('when') === null ? null : <p className="st-red st-caption">{wrong('when')}</p>}
          </>
        ) : null}
        <Button
          variant="default"
          size="xs"
          disabled={locked}
          leftSection={<IconGitBranch size={16} />}
          onClick={() => change({ when: cue.when ? undefined : { heard: [], leg: 'customer' } }, 'when')}
        >
          {t(cue.when ? 'cueBook.rule.remove' : 'cueBook.rule.add')}
        </Button>
      </fieldset>
      <div className="st-fields">
        <Select
          label={t('cueBook.field.action')}
          allowDeselect={false}
          disabled={locked}
          value={cue.action}
          data={cueActionSchema.options.map((action) => ({ value: action, label: t(`cueBook.action.${action}`) }))}
          onChange={(value) =>
            change({ action: cueActionSchema.options.find((action) => action === value) ?? 'inform' }, 'action')
          }
        />
        <NumberInput
          label={t('cueBook.field.priority')}
          description={t('cueBook.priorityHint')}
          min={1}
          max={9}
          clampBehavior="strict"
          allowDecimal={false}
          disabled={locked}
          value={cue.priority}
          onChange={(value) => typeof value === 'number' && change({ priority: value }, 'priority')}
        />
        <NumberInput
          label={t('cueBook.field.coolDownMs')}
          description={t('cueBook.coolDownHint')}
          min={0}
          allowDecimal={false}
          disabled={locked}
          error={wrong('coolDownMs')}
          value={cue.coolDownMs / 1_000}
          onChange={(value) =>
            change({ coolDownMs: (typeof value === 'number' ? value : USUAL_COOL_DOWN_S) * 1_000 }, 'coolDownMs')
          }
        />
        <NumberInput
          label={t('cueBook.field.threshold')}
          description={t('cueBook.thresholdHint')}
          min={0.01}
          max={0.99}
          step={0.01}
          clampBehavior="strict"
          decimalScale={2}
          disabled={locked}
          value={cue.threshold}
          onChange={(value) => typeof value === 'number' && value > 0 && change({ threshold: value }, 'threshold')}
        />
      </div>
      <Checkbox
        label={t('cueBook.field.oncePerCall')}
        checked={cue.oncePerCall}
        disabled={locked}
        onChange={(event) => change({ oncePerCall: event.currentTarget.checked }, 'oncePerCall')}
      />
    </div>
  );
}
