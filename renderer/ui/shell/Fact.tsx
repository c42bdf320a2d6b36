import { Tooltip } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { Tone } from '../states';

/** One fact of the status bar; `title` explains it. */
export function Fact({
  icon: IconOf,
  tone,
  text,
  title,
}: {
  icon: Icon;
  tone: Tone;
  text: string;
  title?: string | undefined;
}) {
  const fact = (
    // The whole text, where the bar has no room for it.
    <span className={`st-fact st-tone-${tone}`} tabIndex={title ? 0 : undefined} title={title ? undefined : text}>
      <IconOf size={16} stroke={1.8} aria-hidden />
      <span>{text}</span>
    </span>
  );
  return title ? (
    <Tooltip label={title} multiline maw={360}>
      {fact}
    </Tooltip>
  ) : (
    fact
  );
}
