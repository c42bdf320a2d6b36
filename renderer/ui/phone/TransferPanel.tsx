import { Button, TextInput } from '@mantine/core';
import { IconArrowForwardUp, IconMessageQuestion } from '@tabler/icons-react';
import { useState } from 'react';
import { useActions, useApp, useView } from '../context';
import { useWords } from '../i18n/i18n';
import type { CallView } from '../model';

const tones = { asked: 'blue', accepted: 'blue', ringing: 'blue', done: 'green', failed: 'amber' } as const;

/** How a transfer stands, by what the PBX told. */
export function TransferStage({ call: { transfer } }: { call: CallView }) {
  const t = useWords();
  if (!transfer) return null;
  return (
    <p
      className={`st-banner st-tone-${tones[transfer.stage]}`}
      role="status"
      data-testid="transfer-stage"
      data-stage={transfer.stage}
    >
      <IconArrowForwardUp size={18} stroke={1.8} aria-hidden className="st-tinted" />
      {t(`transfer.stage.${transfer.stage}`, { to: transfer.to })}
    </p>
  );
}

/** Whom to give the call to: any number, a name, or one of the list. Enter asks first: that can be taken back. */
export function TransferPanel() {
  const t = useWords();
  const setView = useView();
  const actions = useActions();
  const targets = useApp((model) => model.settings.saved.transferTargets);
  const [text, setText] = useState('');
  const give = (to: string) => {
    actions.transfer(to);
    setView({ transferOpen: false });
  };
  const ask = () => {
    actions.consult(text);
    setView({ transferOpen: false });
  };
  return (
    <form
      className="st-transfer"
      aria-label={t('transfer.title')}
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        setView({ transferOpen: false });
      }}
    >
      <div className="st-row">
        <TextInput
          className="st-grow"
          aria-label={t('transfer.to')}
          placeholder={t('transfer.placeholder')}
          autoComplete="off"
          data-autofocus
          autoFocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" leftSection={<IconMessageQuestion size={18} />}>
          {t('transfer.consult')}
        </Button>
        <Button variant="default" leftSection={<IconArrowForwardUp size={18} />} onClick={() => give(text)}>
          {t('transfer.blind')}
        </Button>
      </div>
      {targets.length === 0 ? (
        <p className="st-caption st-dim">{t('transfer.none')}</p>
      ) : (
        <div className="st-targets" role="group" aria-label={t('transfer.targets')}>
          {targets.map(({ name, number, kind }) => (
            <Button
              key={`${name} ${number}`}
              size="xs"
              variant={kind === 'colleague' ? 'light' : 'default'}
              title={`${t(`transfer.kind.${kind}`)} · ${number}`}
              // A colleague may be asked first; a queue, a menu and a park have nobody to ask.
              onClick={() => (kind === 'colleague' ? setText(name) : give(name))}
            >
              {name}
            </Button>
          ))}
        </div>
      )}
    </form>
  );
}
