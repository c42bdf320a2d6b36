import { ActionIcon, Tooltip } from '@mantine/core';
import { IconDialpad, IconEye, IconEyeOff, IconPlayerStop } from '@tabler/icons-react';
import { useActions, useApp, useView } from '../context';
import { useWords } from '../i18n/i18n';
import type { CallView } from '../model';

/** Of the keys sent, as many as have room; the tip has them all. */
const SHOWN_DIGITS = 6;

/** The keys that this call has sent, as dots if the agent wants: it may be a PIN. Gone with the call. */
export function SentKeys({ call }: { call: CallView }) {
  const t = useWords();
  const hidden = useApp((model) => model.view.keysHidden);
  const setView = useView();
  if (call.dtmfSent === '') return null;
  const shown = hidden ? '•'.repeat(call.dtmfSent.length) : call.dtmfSent;
  const toggle = t(hidden ? 'keys.show' : 'keys.hide');
  return (
    <span className="st-row" role="group" aria-label={t('stage.dtmf')} title={t('stage.dtmf')}>
      <IconDialpad size={16} stroke={1.8} aria-hidden />
      <b
        className="st-num st-dtmf"
        data-testid="sent-keys"
        title={shown}
        aria-label={hidden ? t('keys.count', { count: call.dtmfSent.length }) : undefined}
      >
        {shown.slice(-SHOWN_DIGITS)}
      </b>
      <Tooltip label={toggle}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={toggle}
          aria-pressed={hidden}
          onClick={() => setView({ keysHidden: !hidden })}
        >
          {hidden ? <IconEyeOff size={16} /> : <IconEye size={16} />}
        </ActionIcon>
      </Tooltip>
    </span>
  );
}

/** A pasted row of keys on its way, and how to stop it. */
export function KeyRowProgress({ row }: { row: { sent: number; total: number } }) {
  const t = useWords();
  const { cancelKeys } = useActions();
  return (
    <span className="st-row" role="status" data-testid="key-row">
      <span className="st-num">{t('keys.progress', row)}</span>
      <Tooltip label={t('keys.cancel')}>
        <ActionIcon variant="subtle" color="red" size="sm" aria-label={t('keys.cancel')} onClick={cancelKeys}>
          <IconPlayerStop size={16} className="st-red" />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}
