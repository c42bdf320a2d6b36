import { Button } from '@mantine/core';
import {
  IconArrowsExchange,
  IconPhone,
  IconPhoneIncoming,
  IconPhoneOff,
  IconPhonePlus,
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
      <span className="st-line-who" title={t('lines.waitingHint')}>
        <span className="st-clip">
          <b>{t('lines.waiting')}</b> · {call.displayName || t('stage.unknownCaller')}
          {call.customer?.company ? <span className="st-dim"> · {call.customer.company}</span> : null}
        </span>
      </span>
      <Button
        size="xs"
        className="st-answer"
        leftSection={<IconPhone size={16} />}
        rightSection={<KeyHint keys="A" />}
        onClick={answerWaiting}
      >
        {t('stage.answer')}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPhoneX size={16} />}
        rightSection={<KeyHint keys="D" />}
        onClick={declineWaiting}
      >
        {t('stage.decline')}
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
      <span className="st-line-who">
        <b className="st-clip" title={name}>
          {name}
        </b>
        <span className="st-num st-dim">{formatDuration(nowMs - (call.answeredAtMs ?? call.startedAtMs))}</span>
      </span>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconArrowsExchange size={16} />}
        rightSection={<KeyHint keys="S" />}
        onClick={swapLines}
      >
        {t('lines.swap')}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconUsersGroup size={16} />}
        rightSection={<KeyHint keys="C" />}
        onClick={toggleConference}
      >
        {t(joined ? 'transfer.part' : 'transfer.conference')}
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

/** What else there is beside the call in front. The place is kept while there is nothing: no call control ever moves. */
export function OtherLine() {
  const t = useWords();
  const other = useApp((model) => model.otherCall);
  const waiting = useApp((model) => model.waiting);
  return (
    <div className="st-lines">
      {waiting ? <Waiting call={waiting} /> : null}
      {other ? <Other call={other} /> : null}
      {waiting || other ? null : (
        <p className="st-line st-line-free st-caption st-dim">
          <IconPhonePlus size={18} stroke={1.6} aria-hidden />
          {t('lines.free')}
        </p>
      )}
    </div>
  );
}
