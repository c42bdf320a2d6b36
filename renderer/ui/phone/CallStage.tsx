import { UnstyledButton } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import {
  IconAlertTriangle,
  IconDialpad,
  IconHeadset,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconPhoneOutgoing,
  IconPlayerPause,
  IconPlayerPlay,
  IconUser,
} from '@tabler/icons-react';
import { useEffect } from 'react';
import { useAccountName } from '../account-name';
import { useActions, useApp, useNowMs, useParts, useView } from '../context';
import { formatDuration, initialOf } from '../format';
import { useTroubleWords, useWords } from '../i18n/i18n';
import type { CallView } from '../model';
import { KeyHint } from '../shell/KeyHint';
import { StatePill } from '../shell/StatePill';
import { phaseLooks, reconnectingLook } from '../states';
import { AutoAnswerNote } from './AutoAnswerNote';
import { Keypad } from './Keypad';
import { LevelMeter } from './LevelMeter';
import { RecordingAlarm, RecordingPill } from './RecordingPill';
import { KeyRowProgress, SentKeys } from './SentKeys';
import { TransferPanel, TransferStage } from './TransferPanel';

/** Name, company and masked number of the other side. */
export function Who({ call }: { call: CallView }) {
  const t = useWords();
  const nameOf = useAccountName();
  const name = call.displayName || t('stage.unknownCaller');
  return (
    <div className="st-who">
      <span className="st-avatar st-avatar-big" aria-hidden>
        {call.displayName ? initialOf(call.displayName) : <IconUser size={24} stroke={1.6} />}
      </span>
      <div className="st-person-text">
        <h2 className="st-clip">{name}</h2>
        <p className="st-dim st-who-facts">
          <span className="st-clip">
            <span className="st-num">{call.number}</span>
            {call.customer?.company ? ` · ${call.customer.company}` : ''}
            {` · ${t(call.direction === 'inbound' ? 'stage.inbound' : 'stage.outbound')}`}
          </span>
          {call.account ? <span className="st-call-account">{nameOf(call.account)}</span> : null}
        </p>
      </div>
    </div>
  );
}

function State({ call, nowMs }: { call: CallView; nowMs: number }) {
  const t = useWords();
  if (call.reconnectingSinceMs !== null) {
    const seconds = Math.max(0, Math.round((nowMs - call.reconnectingSinceMs) / 1000));
    return <StatePill look={reconnectingLook} word={t('phase.reconnecting', { seconds })} />;
  }
  if (call.onHold || call.phase === 'held') return <StatePill look={phaseLooks.held} word={t('phase.held')} />;
  if (call.remoteHeld) return <StatePill look={phaseLooks.held} word={t('phase.remoteHeld')} />;
  const word = call.phase === 'ended' && call.endedCause ? t(`cause.${call.endedCause}`) : t(`phase.${call.phase}`);
  const code = call.phase === 'ended' && call.sipCode !== null ? `SIP ${call.sipCode}` : undefined;
  return <StatePill look={phaseLooks[call.phase]} word={word} detail={code} />;
}

function Side({ call, side }: { call: CallView; side: 'agent' | 'customer' }) {
  const t = useWords();
  const speaking = call.speaking[side] && !(side === 'agent' && call.muted);
  const IconOf = side === 'agent' ? (call.muted ? IconMicrophoneOff : IconHeadset) : IconUser;
  return (
    <div
      className="st-side"
      data-speaking={speaking || undefined}
      data-muted={(side === 'agent' && call.muted) || undefined}
    >
      <IconOf size={18} stroke={1.7} aria-hidden />
      <span className="st-side-name">{t(side === 'agent' ? 'stage.me' : 'stage.customer')}</span>
      <LevelMeter side={side} />
      <span className="st-side-word">
        {side === 'agent' && call.muted ? t('phase.muted') : t(speaking ? 'stage.speaking' : 'stage.silent')}
      </span>
    </div>
  );
}

/** How good the last second was, and who could mend it; the figures of both directions in the tip. */
function Quality({ call: { quality, qualitySide, mos, legs } }: { call: CallView }) {
  const t = useWords();
  const out = legs?.outgoing;
  const figures = legs
    ? t('stage.legs', {
        inLoss: legs.incoming.lossPercent.toFixed(1),
        inJitter: Math.round(legs.incoming.jitterMs),
        out: out
          ? t('stage.legOut', { loss: out.lossPercent.toFixed(1), jitter: Math.round(out.jitterMs) })
          : t('stage.legUnknown'),
        rtt: legs.incoming.roundTripMs === null ? '–' : Math.round(legs.incoming.roundTripMs),
      })
    : undefined;
  return (
    <span
      className={`st-clip ${quality === 'poor' ? 'st-red' : quality === 'fair' ? 'st-amber' : ''}`}
      data-testid="quality"
      data-quality={quality}
      title={figures}
    >
      {t(`stage.quality.${quality}`)}
      {qualitySide ? ` · ${t(`stage.side.${qualitySide}`)}` : ''}
      {mos === null ? '' : <span className="st-num"> · MOS {mos.toFixed(1)}</span>}
    </span>
  );
}

/** What is wrong now and what to do; the gravest alone, so that it is read. */
function Warnings({ call }: { call: CallView }) {
  const words = useTroubleWords();
  const [gravest] = call.warnings;
  const said = gravest ? words({ code: gravest, message: '' }) : null;
  return (
    <div role="alert">
      <RecordingAlarm recording={call.recording} />
      {said ? (
        <p className="st-banner st-tone-red" data-testid="call-warning" data-warning={gravest}>
          <IconAlertTriangle size={18} stroke={1.8} aria-hidden className="st-tinted" />
          <span>
            <b>{said.what}</b> {said.next}
          </span>
        </p>
      ) : null}
    </div>
  );
}

interface ControlProps {
  icon: Icon;
  label: string;
  keys: string;
  onClick: () => void;
  active?: boolean;
  tone?: string;
  disabled?: boolean;
  expanded?: boolean;
}
function Control({ icon: IconOf, label, keys, onClick, active, tone, disabled, expanded }: ControlProps) {
  return (
    <UnstyledButton
      className={`st-control ${tone ?? ''}`}
      data-active={active || undefined}
      aria-pressed={active}
      aria-expanded={expanded}
      disabled={disabled}
      onClick={onClick}
    >
      <IconOf size={20} stroke={1.8} aria-hidden />
      <span>{label}</span>
      <KeyHint keys={keys} />
    </UnstyledButton>
  );
}

function Controls({ call }: { call: CallView }) {
  const t = useWords();
  const actions = useActions();
  const setView = useView();
  const keysOpen = useApp((model) => model.view.callKeysOpen);
  const transferOpen = useApp((model) => model.view.transferOpen);
  const alone = useApp((model) => model.otherCall === null);
  const joined = useApp((model) => model.joined);
  const talking = call.phase === 'active' || call.phase === 'held';
  const early = call.phase === 'dialing' || call.phase === 'remote-ringing';
  return (
    <div className="st-controls" role="group" aria-label={t('stage.controls')}>
      <Control
        icon={call.muted ? IconMicrophoneOff : IconMicrophone}
        label={t(call.muted ? 'stage.unmute' : 'stage.mute')}
        keys="M"
        active={call.muted}
        tone="st-tone-red"
        disabled={!talking}
        onClick={actions.toggleMute}
      />
      <Control
        icon={call.onHold ? IconPlayerPlay : IconPlayerPause}
        label={t(call.onHold ? 'stage.resume' : 'stage.hold')}
        keys="H"
        active={call.onHold}
        tone="st-tone-amber"
        disabled={!talking}
        onClick={actions.toggleHold}
      />
      <Control
        icon={IconDialpad}
        label={t('stage.keypad')}
        keys="K"
        expanded={keysOpen}
        disabled={!talking}
        onClick={() => setView({ callKeysOpen: !keysOpen })}
      />
      <Control
        icon={IconPhoneOutgoing}
        label={t(alone ? 'transfer.open' : 'transfer.complete')}
        keys="T"
        {...(alone ? { expanded: transferOpen } : {})}
        disabled={!talking}
        onClick={alone ? () => setView({ transferOpen: !transferOpen }) : actions.completeTransfer}
      />
      <Control
        icon={IconPhoneOff}
        label={t(early ? 'stage.cancel' : joined ? 'transfer.endConference' : 'stage.hangUp')}
        keys="Ctrl Esc"
        tone="st-hangup"
        disabled={call.phase === 'ended'}
        onClick={actions.hangUp}
      />
    </div>
  );
}

/** The call under way: who, state, time, both levels, the controls. */
export function CallStage({ call }: { call: CallView }) {
  const t = useWords();
  const nowMs = useNowMs();
  const time = formatDuration(call.answeredAtMs === null ? nowMs - call.startedAtMs : nowMs - call.answeredAtMs);
  const held = call.onHold || call.remoteHeld;
  const talking = call.phase === 'active' || call.phase === 'held';
  const { sendDtmf } = useActions();
  const keysOpen = useApp((model) => model.view.callKeysOpen);
  const transferOpen = useApp((model) => model.view.transferOpen);
  const alone = useApp((model) => model.otherCall === null);
  const { store } = useParts();
  // The next call begins with its keys put away.
  useEffect(
    () => () => store.setState(({ view }) => ({ view: { ...view, callKeysOpen: false, transferOpen: false } })),
    [store, call.recordId],
  );
  return (
    <section className="st-stage" data-held={held || undefined} aria-label={t('stage.label')}>
      <div className="st-row st-top">
        <Who call={call} />
        <span className="st-grow" />
        <div className="st-clock">
          <span className="st-timer st-num" role="timer" aria-label={t('stage.timer', { time })}>
            {call.muted ? <IconMicrophoneOff size={24} stroke={2} className="st-red" aria-hidden /> : null}
            {time}
          </span>
          <State call={call} nowMs={nowMs} />
        </div>
      </div>
      <div className="st-sides">
        <Side call={call} side="agent" />
        <Side call={call} side="customer" />
      </div>
      <div className="st-row st-caption st-dim st-stage-facts">
        {call.keyRow ? <KeyRowProgress row={call.keyRow} /> : <Quality call={call} />}
        <span className="st-grow" />
        {call.recording && talking ? <RecordingPill recording={call.recording} /> : null}
        <SentKeys call={call} />
      </div>
      <Controls call={call} />
      {/* Below the controls, whatever comes and goes: nothing moves them from under the hand. */}
      <AutoAnswerNote call={call} />
      <Warnings call={call} />
      <TransferStage call={call} />
      {keysOpen && talking ? <Keypad flat label={t('stage.keysOfCall')} onKey={sendDtmf} /> : null}
      {transferOpen && alone && talking ? <TransferPanel /> : null}
    </section>
  );
}
