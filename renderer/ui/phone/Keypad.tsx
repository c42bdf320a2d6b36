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

/** Twelve keys in telephone order (ITU-T E.161). */
export function Keypad({ onKey }: { onKey: (digit: string) => void }) {
  const t = useWords();
  return (
    <div className="st-keypad" role="group" aria-label={t('dial.keypad')}>
      {keys.map(([digit, letters]) => (
        <UnstyledButton
          key={digit}
          className="st-key"
          aria-label={t('dial.key', { digit })}
          onClick={() => onKey(digit)}
          // Keeps the focus where it was: Enter after a click still dials or answers.
          onMouseDown={(event) => event.preventDefault()}
        >
          <span className="st-num">{digit}</span>
          <small>{letters}</small>
        </UnstyledButton>
      ))}
    </div>
  );
}
