import { Textarea } from '@mantine/core';
import { useState } from 'react';

const MOST_ROWS = 10;

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A list of texts, one a line. Empty lines are the typist's own and never reach the list. */
export function LinesField({
  label,
  description,
  value,
  error,
  disabled,
  rows,
  change,
}: {
  label: string;
  description?: string;
  value: readonly string[];
  error?: string | null;
  disabled: boolean;
  rows: number;
  change: (lines: string[]) => void;
}) {
  const [text, setText] = useState(() => value.join('\n'));
  // Undo, or another card, changes the list from outside.
  const now = value.join('\n');
  if (linesOf(text).join('\n') !== now) setText(now);
  return (
    <Textarea
      label={label}
      description={description}
      value={text}
      error={error}
      disabled={disabled}
      rows={Math.max(rows, Math.min(MOST_ROWS, value.length))}
      onChange={(event) => {
        setText(event.currentTarget.value);
        const lines = linesOf(event.currentTarget.value);
        if (lines.join('\n') !== now) change(lines);
      }}
    />
  );
}
