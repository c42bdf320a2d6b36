import { IconPhoneCheck } from '@tabler/icons-react';
import { useNowMs } from '../context';
import { useWords } from '../i18n/i18n';
import type { CallView } from '../model';

/** The desk is about to answer by itself, or did. */
export function AutoAnswerNote({ call }: { call: CallView }) {
  const t = useWords();
  const nowMs = useNowMs();
  const { autoAnswer } = call;
  if (!autoAnswer) return null;
  const seconds = Math.max(0, Math.ceil((autoAnswer.dueAtMs - nowMs) / 1000));
  const words = autoAnswer.done
    ? t('autoAnswer.done')
    : t(autoAnswer.header === null ? 'autoAnswer.soonBySetting' : 'autoAnswer.soonByPbx', { seconds });
  return (
    <p className="st-row st-caption st-tone-blue" role="status" data-testid="auto-answer">
      <IconPhoneCheck size={16} stroke={1.8} aria-hidden className="st-tinted" />
      {words}
    </p>
  );
}
