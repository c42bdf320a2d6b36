import { UnstyledButton } from '@mantine/core';
import { useWords } from '../i18n/i18n';

const keys: [string, string][] = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
];

interface KeypadProps {
  label: string;
  onKey: (digit: string) => void;
  /** In one row, for a place that is wide and low. */
  flat?: boolean;
  disabled?: boolean;
}

/** Twelve keys in telephone order (ITU-T E.161). */
export function Keypad({ label, onKey, flat, disabled }: KeypadProps) {
  const t = useWords();
  return (
    <div className="st-keypad" data-flat={flat} role="group" aria-label={label}>
      {keys.map(([digit, letters]) => (
        <UnstyledButton
          key={digit}
          className="st-key"
          disabled={disabled}
          aria-label={t('dial.key', { digit })}
          onClick={() => onKey(digit)}
          // Keeps the focus where it was: Enter after a click still dials or answers.
          onMouseDown={(event) => event.preventDefault()}
        >
          <span className="st-num">{digit}</span>
          {flat ? null : <small>{letters}</small>}
        </UnstyledButton>
      ))}
    </div>
  );
}
