import { Modal } from '@mantine/core';
import { useEffect } from 'react';
import { useApp, useView } from '../context';
import { useWords } from '../i18n/i18n';
import { KeyHint } from './KeyHint';

const rows = [
  { keys: ['Ctrl D'], word: 'number' },
  { keys: ['Enter'], word: 'enter' },
  { keys: ['Esc'], word: 'escape' },
  { keys: ['Ctrl Esc'], word: 'hangUp' },
  { keys: ['M'], word: 'mute' },
  { keys: ['H'], word: 'hold' },
  { keys: ['A'], word: 'answerWaiting' },
  { keys: ['D'], word: 'declineWaiting' },
  { keys: ['S'], word: 'swap' },
  { keys: ['T'], word: 'transfer' },
  { keys: ['C'], word: 'conference' },
  { keys: ['R'], word: 'recording' },
  { keys: ['K'], word: 'keypad' },
  { keys: ['N'], word: 'script' },
  { keys: ['V'], word: 'captions' },
  { keys: ['F'], word: 'form' },
  { keys: ['Y'], word: 'take' },
  { keys: ['B'], word: 'callBack' },
  { keys: ['P'], word: 'rehearse' },
  { keys: ['1', '–', '9'], word: 'disposition' },
  { keys: ['Ctrl Enter'], word: 'save' },
  { keys: ['Ctrl F'], word: 'contacts' },
  { keys: ['Ctrl L'], word: 'redial' },
  { keys: ['Ctrl 1', '–', 'Ctrl 9'], word: 'speedDial' },
  { keys: ['Ctrl V'], word: 'paste' },
  { keys: ['Ctrl Shift D'], word: 'doNotDisturb' },
  { keys: ['Ctrl K'], word: 'palette' },
  { keys: ['?'], word: 'help' },
] as const;

/** Every key of the window. */
export function HelpOverlay() {
  const t = useWords();
  const open = useApp((model) => model.view.helpOpen);
  const setView = useView();
  const rings = useApp((model) => model.incoming !== null);
  // A call that rings is not covered, and Enter answers it.
  useEffect(() => {
    if (open && rings) setView({ helpOpen: false });
  }, [open, rings, setView]);
  return (
    <Modal
      opened={open}
      onClose={() => setView({ helpOpen: false })}
      title={t('help.title')}
      closeButtonProps={{ 'aria-label': t('help.close') }}
      centered
      size={460}
    >
      <dl className="st-keys">
        {rows.map(({ keys, word }) => (
          <div key={word}>
            <dt>{keys.map((key) => (key === '–' ? <span key={key}>–</span> : <KeyHint key={key} keys={key} />))}</dt>
            <dd>{t(`help.${word}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="st-dim st-caption">{t('help.note')}</p>
    </Modal>
  );
}
