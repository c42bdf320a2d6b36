import { Button } from '@mantine/core';
import { IconCheck, IconEar, IconMicrophone, IconPlayerStop, IconX } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { Leg } from '../../../../contracts/audio';
import type { CueBook } from '../../../../contracts/cues';
import { useApp, useParts } from '../../context';
import { useTroubleWords, useWords } from '../../i18n/i18n';

const ICONS = { heard: IconEar, confirmed: IconCheck, withdrawn: IconX };
const TONES = { heard: '', confirmed: 'st-tone-green', withdrawn: 'st-dim' };

/** Say it: the ears hear the microphone, and what they write down is tried. */
export function SayIt({ book, leg }: { book: CueBook; leg: Leg }) {
  const t = useWords();
  const troubleWords = useTroubleWords();
  const { actions } = useParts();
  const saying = useApp((model) => model.cueBook.saying);
  const inCall = useApp((model) => model.call !== null || model.incoming !== null);
  const { sayIt, sayNoMore } = actions.cueBook;
  // The microphone does not stay open behind another page, nor for another side than is shown.
  useEffect(() => sayNoMore, [sayNoMore, leg]);
  const trouble = saying?.trouble ? troubleWords(saying.trouble) : null;
  const listens = saying !== null && saying.trouble === null;
  return (
    <div className="st-say-it">
      <Button
        size="xs"
        variant={listens ? 'filled' : 'default'}
        color={listens ? 'red' : undefined}
        disabled={inCall}
        leftSection={listens ? <IconPlayerStop size={16} aria-hidden /> : <IconMicrophone size={16} aria-hidden />}
        onClick={() => (listens ? sayNoMore() : sayIt(book, leg))}
      >
        {t(listens ? 'cueBook.try.sayNoMore' : 'cueBook.try.sayIt')}
      </Button>
      {inCall ? <span className="st-dim st-caption">{t('cueBook.try.sayInCall')}</span> : null}
      {trouble ? (
        <p className="st-red st-caption" role="alert">
          {trouble.what} {trouble.next}
        </p>
      ) : null}
      {listens ? (
        <div role="status" data-testid="saying">
          <p className="st-dim st-caption st-breakable">{saying.sentence || t('cueBook.try.listening')}</p>
          <ul className="st-say-heard">
            {saying.heard.map(({ id, phrase, score, ear, state }) => {
              const StateIcon = ICONS[state];
              return (
                <li key={id} className={`st-row st-caption ${TONES[state]}`}>
                  <StateIcon size={14} className="st-tinted" aria-label={t(`cueBook.try.ear.${state}`)} />
                  {phrase}
                  {ear === 'fast' ? <span className="st-num st-dim">{score.toFixed(2)}</span> : null}
                </li>
              );
            })}
          </ul>
        </div>
      ) : null}
    </div>
  );
}
