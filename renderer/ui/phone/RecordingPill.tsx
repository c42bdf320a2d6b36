import { UnstyledButton } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import {
  IconAlertTriangle,
  IconCreditCardOff,
  IconLoader2,
  IconPlayerPauseFilled,
  IconPlayerRecordFilled,
  IconPointFilled,
} from '@tabler/icons-react';
import { useActions } from '../context';
import { useTroubleWords, useWords } from '../i18n/i18n';
import type { RecordingView } from '../model';
import { KeyHint } from '../shell/KeyHint';

const looks: Record<RecordingView['state'], { icon: Icon; tone: string; asks: 'start' | 'pause' | 'resume' }> = {
  waiting: { icon: IconPointFilled, tone: 'grey', asks: 'start' },
  starting: { icon: IconLoader2, tone: 'blue', asks: 'pause' },
  recording: { icon: IconPlayerRecordFilled, tone: 'red', asks: 'pause' },
  'paused-by-hand': { icon: IconPlayerPauseFilled, tone: 'amber', asks: 'resume' },
  'paused-for-card': { icon: IconCreditCardOff, tone: 'amber', asks: 'resume' },
  stalled: { icon: IconAlertTriangle, tone: 'red', asks: 'pause' },
};

/** What the disk has of this call, and the button that begins, pauses and resumes. */
export function RecordingPill({ recording }: { recording: RecordingView }) {
  const t = useWords();
  const { toggleRecording } = useActions();
  const { icon: IconOf, tone, asks } = looks[recording.state];
  const word = t(`recording.${recording.state}`);
  const ask = t(`recording.${asks}`);
  return (
    <UnstyledButton
      className={`st-recording st-tone-${tone}`}
      data-testid="recording"
      data-state={recording.state}
      aria-label={`${word}, ${ask}`}
      title={ask}
      onClick={toggleRecording}
    >
      <IconOf size={14} stroke={2} aria-hidden className="st-tinted" />
      <span>{word}</span>
      <KeyHint keys="R" />
    </UnstyledButton>
  );
}

/** Bytes that do not grow, and the seconds in which the customer hears the notice in place of the agent. */
export function RecordingAlarm({ recording }: { recording: RecordingView | undefined }) {
  const t = useWords();
  const words = useTroubleWords();
  if (recording?.announcing) {
    return (
      <p className="st-banner st-tone-blue" data-testid="recording-announcing">
        <IconPlayerRecordFilled size={18} aria-hidden className="st-tinted" />
        {t('recording.announcing')}
      </p>
    );
  }
  if (recording?.state !== 'stalled') return null;
  const { what, next } = words({ code: 'recording-stalled', message: '' });
  return (
    <p className="st-banner st-tone-red" data-testid="recording-alarm">
      <IconAlertTriangle size={18} stroke={1.8} aria-hidden className="st-tinted" />
      <span>
        <b>{what}</b> {next}
      </span>
    </p>
  );
}
