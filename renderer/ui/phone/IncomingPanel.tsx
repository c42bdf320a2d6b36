import { UnstyledButton } from '@mantine/core';
import { IconBellOff, IconPhone, IconPhoneX } from '@tabler/icons-react';
import { useActions, useNowMs } from '../context';
import { formatDuration } from '../format';
import { useWords } from '../i18n/i18n';
import type { CallView } from '../model';
import { KeyHint } from '../shell/KeyHint';
import { StatePill } from '../shell/StatePill';
import { phaseLooks } from '../states';
import { AutoAnswerNote } from './AutoAnswerNote';
import { Who } from './CallStage';
import { Facts } from './CustomerCard';

/** A call that rings: who, what is known of them, and the three answers. In the stage, never over it. */
export function IncomingPanel({ call }: { call: CallView }) {
  const t = useWords();
  const actions = useActions();
  const nowMs = useNowMs();
  return (
    <section className="st-stage st-incoming" aria-label={t('stage.incoming')}>
      <div className="st-row st-top">
        <Who call={call} />
        <span className="st-grow" />
        <div className="st-clock">
          <span className="st-timer st-num">{formatDuration(nowMs - call.startedAtMs)}</span>
          <StatePill look={phaseLooks.ringing} word={t('stage.incoming')} />
        </div>
      </div>
      {call.customer ? <Facts customer={call.customer} /> : <p className="st-dim">{t('copilot.unknownCustomer')}</p>}
      <div className="st-controls" role="group" aria-label={t('stage.controls')}>
        <UnstyledButton className="st-control st-answer" onClick={actions.answer}>
          <IconPhone size={20} stroke={1.8} aria-hidden />
          <span>{t('stage.answer')}</span>
          <KeyHint keys="Enter" />
        </UnstyledButton>
        <UnstyledButton className="st-control st-hangup" onClick={actions.decline}>
          <IconPhoneX size={20} stroke={1.8} aria-hidden />
          <span>{t('stage.decline')}</span>
          <KeyHint keys="Ctrl Esc" />
        </UnstyledButton>
        <UnstyledButton className="st-control" onClick={actions.ignore} title={t('stage.ignoreHint')}>
          <IconBellOff size={20} stroke={1.8} aria-hidden />
          <span>{t('stage.ignore')}</span>
        </UnstyledButton>
      </div>
      <AutoAnswerNote call={call} />
    </section>
  );
}
