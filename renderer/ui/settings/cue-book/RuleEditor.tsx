import { ActionIcon, Button, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { cueConditionSchema, type CueCondition } from '../../../../contracts/cue-rules';
import { emotionSchema } from '../../../../contracts/emotion';
import type { CueBook } from '../../../../contracts/cues';
import { allScriptLines } from '../../../../domain/script-versions';
import { conditionKinds, kindOf, turnedInto } from '../../../../domain/cue-rules/condition-kinds';
import { builtInReview } from '../../../../domain/review/built-in';
import { useApp } from '../../context';
import { useWords } from '../../i18n/i18n';
import { FormRule } from './FormRule';
import { LinesField } from './LinesField';
import { percentOf } from './rule-words';

interface PartProps {
  condition: CueCondition;
  book: CueBook;
  disabled: boolean;
  change: (condition: CueCondition) => void;
}

/** Deeper than anybody reads. */
const MOST_DEPTH = 4;

function LegChoice({ value, disabled, change }: { value: string; disabled: boolean; change: (leg: Leg) => void }) {
  const t = useWords();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('cueBook.rule.leg')}
      disabled={disabled}
      value={value}
      onChange={(leg) => change(legs.find((known) => known === leg) ?? 'either')}
      data={legs.map((leg) => ({ value: leg, label: t(`cueBook.leg.${leg}`) }))}
    />
  );
}
export const legs = ['customer', 'agent', 'either'] as const;
type Leg = (typeof legs)[number];

/** A number that may be gone while it is typed: zero, which the check marks. */
function numberOf(value: string | number): number {
  return typeof value === 'number' ? value : Number(value) || 0;
}

/** What a condition that asks for one thing asks for. */
function OneThing({ condition, book, disabled, change }: PartProps) {
  const t = useWords();
  const screen = useApp((model) => model.language);
  const wrong = cueConditionSchema.safeParse(condition).success ? null : t('cueBook.rule.incomplete');
  if ('heard' in condition)
    return (
      <>
        <LegChoice
          value={condition.leg ?? 'either'}
          disabled={disabled}
          change={(leg) => change({ ...condition, leg })}
        />
        <div className="st-rule-wide">
          <LinesField
            label={t('cueBook.rule.phrases')}
            value={condition.heard}
            error={wrong}
            disabled={disabled}
            rows={2}
            change={(heard) => change({ ...condition, heard })}
          />
        </div>
      </>
    );
  if ('intent' in condition) {
    const known = builtInReview(book.language).intents.intents.map(({ id, title }) => ({
      value: id,
      label: title[screen],
    }));
    const data = known.some(({ value }) => value === condition.intent)
      ? known
      : [...known, ...(condition.intent ? [{ value: condition.intent, label: condition.intent }] : [])];
    return (
      <Select
        className="st-grow"
        aria-label={t('cueBook.rule.intent')}
        placeholder={t('cueBook.rule.intent')}
        searchable
        allowDeselect={false}
        disabled={disabled}
        error={wrong}
        value={condition.intent || null}
        data={data}
        onChange={(intent) => change({ intent: intent ?? '' })}
      />
    );
  }
  if ('emotion' in condition)
    return (
      <>
        <LegChoice
          value={condition.leg ?? 'customer'}
          disabled={disabled}
          change={(leg) => change({ ...condition, leg })}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('cueBook.rule.kind.emotion')}
          disabled={disabled}
          value={condition.emotion}
          onChange={(emotion) => change({ ...condition, emotion })}
          data={emotionSchema.options.map((one) => ({ value: one, label: t(`feelings.${one}`) }))}
        />
      </>
    );
  if ('price' in condition)
    return <LegChoice value={condition.price} disabled={disabled} change={(price) => change({ price })} />;
  if ('silenceSeconds' in condition)
    return (
      <NumberInput
        aria-label={t('cueBook.rule.seconds')}
        suffix=" s"
        min={1}
        max={600}
        disabled={disabled}
        error={wrong}
        value={condition.silenceSeconds}
        onChange={(value) => change({ silenceSeconds: numberOf(value) })}
      />
    );
  if ('agentShareAbove' in condition || 'agentShareBelow' in condition) {
    const share = 'agentShareAbove' in condition ? condition.agentShareAbove : condition.agentShareBelow;
    return (
      <NumberInput
        aria-label={t('cueBook.rule.percent')}
        suffix=" %"
        min={1}
        max={99}
        disabled={disabled}
        error={wrong}
        value={percentOf(share)}
        onChange={(value) => {
          const next = numberOf(value) / 100;
          change('agentShareAbove' in condition ? { agentShareAbove: next } : { agentShareBelow: next });
        }}
      />
    );
  }
  if ('stage' in condition)
    return (
      <Select
        className="st-grow"
        aria-label={t('cueBook.rule.stage')}
        placeholder={t('cueBook.rule.stage')}
        allowDeselect={false}
        disabled={disabled}
        error={wrong}
        value={condition.stage || null}
        data={allScriptLines(book).map(({ id, title }) => ({ value: id, label: title }))}
        onChange={(stage) => change({ stage: stage ?? '' })}
      />
    );
  if ('form' in condition)
    return <FormRule condition={condition} book={book} disabled={disabled} error={wrong} change={change} />;
  if (!('customer' in condition)) return null;
  const { label, is, contains } = condition.customer;
  const put = (name: string, way: string, value: string) =>
    change({ customer: way === 'is' ? { label: name, is: value } : { label: name, contains: value } });
  const way = is === undefined ? 'contains' : 'is';
  const value = is ?? contains ?? '';
  return (
    <>
      <TextInput
        className="st-grow"
        aria-label={t('cueBook.rule.label')}
        placeholder={t('cueBook.rule.label')}
        disabled={disabled}
        error={wrong}
        value={label}
        onChange={(event) => put(event.currentTarget.value, way, value)}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('cueBook.rule.compare')}
        disabled={disabled}
        value={way}
        onChange={(next) => put(label, next, value)}
        data={(['is', 'contains'] as const).map((one) => ({ value: one, label: t(`cueBook.rule.${one}`) }))}
      />
      <TextInput
        className="st-grow"
        aria-label={t('cueBook.rule.value')}
        placeholder={t('cueBook.rule.value')}
        disabled={disabled}
        value={value}
        onChange={(event) => put(label, way, event.currentTarget.value)}
      />
    </>
  );
}

/** What a condition joins. */
function Joined({ condition, depth, ...rest }: PartProps & { depth: number }) {
  const t = useWords();
  const { change, disabled } = rest;
  if ('not' in condition)
    return (
      <div className="st-rule-parts">
        <RuleEditor {...rest} condition={condition.not} depth={depth + 1} change={(not) => change({ not })} />
      </div>
    );
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : null;
  if (!parts) return null;
  const put = (next: CueCondition[]) => change('all' in condition ? { ...condition, all: next } : { any: next });
  return (
    <div className="st-rule-parts">
      {parts.map((part, index) => (
        <RuleEditor
          key={index}
          {...rest}
          condition={part}
          depth={depth + 1}
          change={(next) => put(parts.map((own, at) => (at === index ? next : own)))}
          remove={parts.length > 1 ? () => put(parts.filter((_, at) => at !== index)) : null}
        />
      ))}
      {disabled || parts.length >= 20 ? null : (
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconPlus size={14} />}
          onClick={() => put([...parts, { heard: [], leg: 'customer' }])}
        >
          {t('cueBook.rule.addPart')}
        </Button>
      )}
    </div>
  );
}

/** A condition, with those it is made of below it. */
export function RuleEditor({
  condition,
  depth,
  remove = null,
  ...rest
}: PartProps & { depth: number; remove?: (() => void) | null }) {
  const t = useWords();
  const { change, disabled } = rest;
  const kind = kindOf(condition);
  const kinds = conditionKinds.filter(
    (one) => depth < MOST_DEPTH || one === kind || !['all', 'any', 'not', 'within'].includes(one),
  );
  return (
    <div className="st-rule" role="group" aria-label={t(`cueBook.rule.kind.${kind}`)}>
      <div className="st-row st-rule-row">
        <Select
          className="st-rule-kind"
          aria-label={t('cueBook.rule.kindLabel')}
          allowDeselect={false}
          disabled={disabled}
          value={kind}
          data={kinds.map((one) => ({ value: one, label: t(`cueBook.rule.kind.${one}`) }))}
          onChange={(next) => {
            const chosen = conditionKinds.find((one) => one === next);
            if (chosen && chosen !== kind) change(turnedInto(chosen, condition));
          }}
        />
        {'withinSeconds' in condition ? (
          <NumberInput
            aria-label={t('cueBook.rule.seconds')}
            suffix=" s"
            min={1}
            max={3_600}
            disabled={disabled}
            value={condition.withinSeconds}
            onChange={(value) => change({ ...condition, withinSeconds: numberOf(value) })}
          />
        ) : (
          <OneThing condition={condition} {...rest} />
        )}
        {remove && !disabled ? (
          <ActionIcon variant="subtle" color="gray" aria-label={t('cueBook.rule.removePart')} onClick={remove}>
            <IconX size={16} />
          </ActionIcon>
        ) : null}
      </div>
      <Joined condition={condition} depth={depth} {...rest} />
    </div>
  );
}
