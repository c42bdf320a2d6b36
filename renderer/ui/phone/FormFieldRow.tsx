import { CloseButton, UnstyledButton } from '@mantine/core';
import { IconCheck, IconCircle, IconEar, IconHelpCircle, IconPencil, type Icon } from '@tabler/icons-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import type { FieldState, FormField } from '../../../contracts/forms';
import { isTrouble, typedValue } from '../../../domain/form-fill/typed-value';
import { useActions, useApp } from '../context';
import { formatDuration } from '../format';
import { useWords } from '../i18n/i18n';
import type { FormView } from '../model';
import type { Tone } from '../states';
import { answersOf, fieldText, questionOf } from './form-text';

/** How a field looks. `asks`: there is something to ask or to decide. */
export type FieldMark = 'empty' | 'asks' | 'heard' | 'typed' | 'confirmed';

const marks: Record<FieldMark, { icon: Icon; tone: Tone }> = {
  empty: { icon: IconCircle, tone: 'grey' },
  asks: { icon: IconHelpCircle, tone: 'amber' },
  heard: { icon: IconEar, tone: 'blue' },
  typed: { icon: IconPencil, tone: 'green' },
  confirmed: { icon: IconCheck, tone: 'green' },
};

export function markOf({ status, troubles, challenger, source }: FieldState): FieldMark {
  if (challenger || (troubles.length > 0 && status !== 'confirmed') || status === 'asking') return 'asks';
  if (status === 'proposed') return 'heard';
  if (status === 'empty') return 'empty';
  return source ? 'confirmed' : 'typed';
}

interface Props {
  view: FormView;
  field: FormField;
  state: FieldState;
  /** What stands in the line of the questions while this field has focus; `asks`: it is a question. */
  focused(sentence: string | null, asks: boolean): void;
}

/** One field: what was heard or typed, the words it was taken from and when they were said. */
export function FormFieldRow({ view, field, state, focused }: Props) {
  const t = useWords();
  const language = useApp((model) => model.language);
  const { form: actions } = useActions();
  const [typed, showTyped] = useState<string | null>(null);
  const [active, setActive] = useState(false);
  // Leaving the field comes before the next drawing: what was settled by Enter must not be settled again.
  const unsettled = useRef<string | null>(null);
  const setTyped = (text: string | null) => {
    unsettled.current = text;
    showTyped(text);
  };
  const { key } = field;
  const { status, value, challenger } = state;
  const source = challenger?.source ?? state.source;
  const mark = markOf(state);
  const { icon: IconOf, tone } = marks[mark];
  const shown = fieldText(field, value, t, language);
  const time = source ? formatDuration(source.startMs - view.answeredAtMs) : '';
  const words = source && mark !== 'typed' ? t('form.said', { words: source.words, time }) : null;
  const question = questionOf(field, state, t, language);
  const takes = status === 'proposed' || challenger !== undefined;
  const sentence = question ?? (words === null ? null : takes ? t('form.takes', { words }) : words);

  useEffect(() => {
    if (active) focused(sentence, question !== null);
  }, [active, sentence, question, focused]);

  /** Whether what stands in the field is settled. */
  const commit = (): boolean => {
    const typed = unsettled.current;
    if (typed === null || typed.trim() === shown) {
      setTyped(null);
      return true;
    }
    if (typed.trim() === '') {
      if (status !== 'empty') actions.clear(key);
      setTyped(null);
      return true;
    }
    const read = typedValue(field, typed, view);
    if (read === null || isTrouble(read)) {
      const why = read === null ? null : questionOf(field, { troubles: [read], value: undefined }, t, language);
      focused(why ?? t('form.unreadable', { text: typed }), true);
      return false;
    }
    actions.edit(key, read);
    setTyped(null);
    return true;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const input = event.currentTarget;
    if (event.key === 'Enter') {
      const own = typed !== null && typed.trim() !== shown;
      if (!commit() || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      if (!own && takes) actions.confirm(key);
      step(input, 1);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      step(input, event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Escape') {
      // The card's own Escape comes after the form's.
      event.stopPropagation();
      if (typed !== null) setTyped(null);
      else if (challenger) actions.reject(key);
      else input.blur();
    }
  };
  const label = field.label[language];
  return (
    <li className={`st-field st-tone-${tone}`} data-mark={mark}>
      <IconOf size={16} stroke={1.8} aria-hidden className="st-tinted" />
      <label htmlFor={`form-${key}`} className="st-clip" title={label}>
        {label}
      </label>
      <input
        id={`form-${key}`}
        className="st-field-value"
        data-form-field={mark}
        value={typed ?? (active ? shown : withoutYear(shown, view.callAt))}
        placeholder={answersOf(field, t, language)}
        aria-description={[t(`form.mark.${mark}`), sentence].filter((part) => part !== null).join(' ')}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onFocus={(event) => {
          // Drawn with the whole value before it is selected.
          flushSync(() => setActive(true));
          event.currentTarget.select();
        }}
        onBlur={() => {
          setActive(false);
          if (commit()) focused(null, false);
        }}
        onKeyDown={onKeyDown}
      />
      <span className="st-field-said" title={sentence ?? undefined}>
        {mark === 'asks' ? (
          <b>{t('form.mark.asks')}</b>
        ) : mark === 'typed' ? (
          t('form.mark.typed')
        ) : source ? (
          <>
            <span className="st-clip">“{source.words}”</span> <span className="st-num">{time}</span>
          </>
        ) : null}
      </span>
      {takes ? (
        <UnstyledButton
          className="st-field-button"
          tabIndex={-1}
          aria-label={t('form.confirm', { label })}
          onClick={() => actions.confirm(key)}
        >
          <IconCheck size={16} stroke={2} aria-hidden />
        </UnstyledButton>
      ) : status === 'empty' ? null : (
        <CloseButton
          size={22}
          iconSize={14}
          tabIndex={-1}
          aria-label={t('form.clear', { label })}
          onClick={() => actions.clear(key)}
        />
      )}
    </li>
  );
}

/** A day of the call's own year is shown without it: the field is narrow. */
function withoutYear(text: string, callAt: string): string {
  const year = callAt.slice(0, 5);
  return text.startsWith(year) && /^\d{4}-\d\d-\d\d/.test(text) ? text.slice(year.length) : text;
}

/** To the field before or after; at the last one the focus stays. */
function step(from: HTMLInputElement, by: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLInputElement>('[data-form-field]')];
  all[all.indexOf(from) + by]?.focus();
}
