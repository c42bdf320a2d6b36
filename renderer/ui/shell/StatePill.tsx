import type { StateLook } from '../states';

/** A state as icon, word and colour, alike in every place. */
export function StatePill({ look, word, detail }: { look: StateLook; word: string; detail?: string }) {
  const IconOf = look.icon;
  const classes = ['st-pill', `st-tone-${look.tone}`, look.solid ? 'st-pill-solid' : '', look.pulse ? 'st-pulse' : ''];
  return (
    <span className={classes.filter(Boolean).join(' ')}>
      <IconOf size={16} stroke={2} aria-hidden />
      <span>{word}</span>
      {detail === undefined ? null : <span className="st-num">{detail}</span>}
    </span>
  );
}
