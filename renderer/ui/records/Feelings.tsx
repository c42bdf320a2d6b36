import type { FoundEmotion } from '../../../contracts/emotion';
import { secretKindSchema } from '../../../contracts/transcript';
import { formatDuration } from '../format';
import { useWords } from '../i18n/i18n';
import { withSecretsNamed } from '../shell/SaidLine';

const TONES: Readonly<Record<FoundEmotion['emotion'], string>> = {
  angry: 'st-red',
  annoyed: 'st-amber',
  pleased: 'st-green',
  'raised-voice': 'st-dim',
};

/** Where feelings showed in a call, each with the words and the voice they showed in. */
export function Feelings({ emotions }: { emotions: readonly FoundEmotion[] }) {
  const t = useWords();
  const named = (text: string) =>
    withSecretsNamed(text, (kind) => t(`transcript.secret.${secretKindSchema.parse(kind)}`));
  if (emotions.length === 0) return null;
  return (
    <ul className="st-list st-summary" aria-label={t('feelings.title')} data-testid="feelings">
      {emotions.map(({ emotion, leg, atMs, words, voice }) => (
        <li key={`${emotion} ${leg} ${String(atMs)}`}>
          <span className={`st-caption ${TONES[emotion]}`}>{t(`feelings.${emotion}`)}</span>
          <span className="st-dim st-caption">
            {t(leg === 'agent' ? 'stage.me' : 'stage.customer')} <span className="st-num">{formatDuration(atMs)}</span>
            {words === null ? '' : ` “${named(words)}”`}
            {voice === null
              ? ''
              : ` · ${t('feelings.voice', { louder: voice.louderDb, higher: voice.higherSemitones.toFixed(1) })}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
