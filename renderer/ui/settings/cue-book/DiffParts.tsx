import { IconMinus, IconPencil, IconPlus } from '@tabler/icons-react';
import { useWords } from '../../i18n/i18n';

const KINDS = {
  added: { tone: 'green', icon: IconPlus },
  removed: { tone: 'red', icon: IconMinus },
  changed: { tone: 'blue', icon: IconPencil },
} as const;

/** That something came, went, or is another. */
export function Came({ word, title }: { word: keyof typeof KINDS; title: string }) {
  const t = useWords();
  const { tone, icon: IconOf } = KINDS[word];
  return (
    <p className={`st-row st-tone-${tone}`}>
      <IconOf size={16} aria-hidden className="st-tinted" />
      <span className="st-caption st-tinted">{t(`cueBook.versions.${word}`)}</span>
      <strong className="st-clip">{title}</strong>
    </p>
  );
}

/** A field as it was and as it is; null: none. */
export function ChangedField({ name, old, now }: { name: string; old: string | null; now: string | null }) {
  const t = useWords();
  return (
    <div>
      <dt className="st-caption st-dim">{name}</dt>
      <dd>
        <del aria-label={t('cueBook.versions.before')}>{old ?? t('cueBook.versions.absent')}</del>
        <ins aria-label={t('cueBook.versions.after')}>{now ?? t('cueBook.versions.absent')}</ins>
      </dd>
    </div>
  );
}
