import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconBellOff } from '@tabler/icons-react';
import { useActions, useApp } from '../context';
import { useWords } from '../i18n/i18n';
import { StatePill } from './StatePill';

const look = { icon: IconBellOff, tone: 'red', solid: false, pulse: false } as const;

/** Beside the agent's state while callers are turned away; a click ends it. */
export function DoNotDisturbFact() {
  const t = useWords();
  const on = useApp((model) => model.doNotDisturb);
  const { toggleDoNotDisturb } = useActions();
  if (!on) return null;
  return (
    <Tooltip label={t('doNotDisturb.hint')} multiline maw={360}>
      <UnstyledButton
        className="st-state-menu"
        aria-label={t('doNotDisturb.off')}
        data-testid="do-not-disturb"
        onClick={toggleDoNotDisturb}
      >
        <StatePill look={look} word={t('doNotDisturb.name')} />
      </UnstyledButton>
    </Tooltip>
  );
}
