import { Button } from '@mantine/core';
import {
  IconArrowsExchange,
  IconPhone,
  IconPhoneIncoming,
  IconPhoneOff,
  IconPhoneX,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useActions, useApp, useNowMs } from '../context';
import { formatDuration } from '../format';
import { useWords } from '../i18n/i18n';
import type { CallView } from '../model';
import { KeyHint } from '../shell/KeyHint';
import { StatePill } from '../shell/StatePill';
import { phaseLooks } from '../states';

/** The caller who waits behind a call: one quiet line, in a place of its own. */
function Waiting({ call }: { call: CallView }) {
  const t = useWords();
  const { answerWaiting, declineWaiting } = useActions();
  return (
    <div className="st-line st-tone-blue" role="status" data-testid="call-waiting">
      <IconPhoneIncoming size={18} stroke={1.8} aria-hidden className="st-tinted" />
      <span className="st-line-who st-clip" title={t('lines.waitingHint')}>
        <b>{t('lines.waiting')}</b> · {call.displayName || t('stage.unknownCaller')}
        {call.customer?.company ? <span className="st-dim"> · {call.customer.company}</span> : null}
      </span>
      <Button size="xs" className="st-answer" leftSection={<IconPhone size={16} />} onClick={answerWaiting}>
        {t('stage.answer')} <KeyHint keys="A" />
      </Button>
      <Button size="xs" variant="default" leftSection={<IconPhoneX size={16} />} onClick={declineWaiting}>
        {t('stage.decline')} <KeyHint keys="D" />
      </Button>
    </div>
  );
}

function Other({ call }: { call: CallView }) {
  const t = useWords();
  const nowMs = useNowMs();
  const joined = useApp((model) => model.joined);
  const { swapLines, hangUpOther, toggleConference } = useActions();
  const name = call.displayName || t('stage.unknownCaller');
  const shown = call.onHold ? 'held' : call.phase;
  return (
    <div className={`st-line ${joined ? 'st-tone-green' : 'st-tone-amber'}`} role="group" aria-label={t('lines.other')}>
      <StatePill look={phaseLooks[shown]} word={joined ? t('lines.joined') : t(`phase.${shown}`)} />
      <span className="st-line-who st-clip">
        <b>{name}</b>{' '}
        <span className="st-num st-dim">{formatDuration(nowMs - (call.answeredAtMs ?? call.startedAtMs))}</span>
      </span>
      <Button size="xs" variant="default" leftSection={<IconArrowsExchange size={16} />} onClick={swapLines}>
        {t('lines.swap')} <KeyHint keys="S" />
      </Button>
      <Button size="xs" variant="default" leftSection={<IconUsersGroup size={16} />} onClick={toggleConference}>
        {t(joined ? 'transfer.part' : 'transfer.conference')} <KeyHint keys="C" />
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPhoneOff size={16} />}
        aria-label={t('lines.hangUpOther', { name })}
        onClick={hangUpOther}
      >
        {t('stage.hangUp')}
      </Button>
    </div>
  );
}

/** What else there is beside the call in front. */
export function OtherLine() {
  const other = useApp((model) => model.otherCall);
  const waiting = useApp((model) => model.waiting);
  return (
    <>
      {waiting ? <Waiting call={waiting} /> : null}
      {other ? <Other call={other} /> : null}
    </>
  );
}
