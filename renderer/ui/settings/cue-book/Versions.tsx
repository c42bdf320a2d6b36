import { Button, Select } from '@mantine/core';
import { IconAlertTriangle, IconHistory, IconRestore } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { CueBook } from '../../../../contracts/cues';
import type { CueVersion } from '../../../../contracts/cue-versions';
import { useActions, useApp, useNowMs } from '../../context';
import { formatMoment } from '../../format';
import { useWords } from '../../i18n/i18n';
import { Empty } from '../../shell/Empty';
import { Diff } from './Diff';

function Version({ version, inForce, roll }: { version: CueVersion; inForce: boolean; roll: (() => void) | null }) {
  const t = useWords();
  const nowMs = useNowMs();
  const { number } = version;
  if (version.damaged)
    return (
      <li className="st-version st-tone-red" data-testid="cue-version">
        <IconAlertTriangle size={16} aria-hidden className="st-tinted" />
        <span className="st-person-text">
          <strong>{t('cueBook.versions.number', { number })}</strong>
          <span className="st-caption st-breakable">{t('cueBook.versions.damaged', { file: version.file })}</span>
        </span>
      </li>
    );
  const { savedBy, savedAt, note, rolledBackTo, delivered } = version;
  const what = [
    rolledBackTo === null ? '' : t('cueBook.versions.rolledBack', { number: rolledBackTo }),
    delivered ? t('cueBook.versions.toDelivered') : '',
    note,
  ].filter(Boolean);
  return (
    <li className="st-version" data-testid="cue-version" aria-current={inForce}>
      <span className="st-person-text">
        <strong>{t('cueBook.versions.number', { number })}</strong>
        <span className="st-caption st-dim st-num">
          {t('cueBook.versions.by', {
            name: savedBy || t('cueBook.versions.nobody'),
            when: formatMoment(savedAt, nowMs),
          })}
        </span>
        {what.length > 0 ? <span className="st-caption st-breakable">{what.join(' · ')}</span> : null}
      </span>
      {roll ? (
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconRestore size={14} />}
          aria-label={t('cueBook.versions.rollTo', { number })}
          onClick={roll}
        >
          {t('cueBook.versions.roll')}
        </Button>
      ) : null}
    </li>
  );
}

/** Every version of the desk's book, what is different between two, and the way back. */
export function Versions({ draft }: { draft: CueBook }) {
  const t = useWords();
  const { cueBook: actions } = useActions();
  const view = useApp((model) => model.cueBook);
  const { versions, read, language, own, delivered, saving, locked } = view;
  const inForce = own[language]?.head?.number ?? null;
  const [chosen, setChosen] = useState<{ from: string | null; to: string }>({ from: null, to: 'draft' });
  const good = (versions ?? []).filter((version) => !version.damaged).map(({ number }) => String(number));
  const from = chosen.from ?? (inForce === null ? 'delivered' : String(inForce));
  const to = chosen.to;
  useEffect(() => {
    for (const one of [from, to]) if (/^\d+$/.test(one)) actions.readVersion(Number(one));
  }, [actions, from, to, language]);
  const bookOf = (one: string): CueBook | undefined => {
    if (one === 'draft') return draft;
    const book = one === 'delivered' ? null : read[Number(one)];
    // A version may say no more than that the delivered book is used.
    return book === null ? delivered[language] : book;
  };
  const choices = [
    { value: 'draft', label: t('cueBook.versions.draft') },
    { value: 'delivered', label: t('cueBook.versions.delivered') },
    ...good.map((number) => ({ value: number, label: t('cueBook.versions.number', { number }) })),
  ];
  const [before, after] = [bookOf(from), bookOf(to)];
  return (
    <div className="st-versions" role="group" aria-label={t('cueBook.versions.label')}>
      {versions?.length === 0 ? <Empty icon={IconHistory}>{t('cueBook.versions.none')}</Empty> : null}
      <ul aria-label={t('cueBook.versions.label')}>
        {(versions ?? []).map((version) => (
          <Version
            key={version.number}
            version={version}
            inForce={version.number === inForce}
            roll={version.number === inForce || saving || locked ? null : () => actions.rollBack(version.number, '')}
          />
        ))}
      </ul>
      {own[language]?.book && !locked ? (
        <Button variant="default" size="xs" disabled={saving} onClick={() => actions.useDelivered('')}>
          {t('cueBook.versions.useDelivered')}
        </Button>
      ) : null}
      <div className="st-fields">
        <Select
          size="xs"
          label={t('cueBook.versions.from')}
          allowDeselect={false}
          value={from}
          data={choices}
          onChange={(value) => setChosen({ ...chosen, from: value })}
        />
        <Select
          size="xs"
          label={t('cueBook.versions.to')}
          allowDeselect={false}
          value={to}
          data={choices}
          onChange={(value) => setChosen({ ...chosen, to: value ?? 'draft' })}
        />
      </div>
      {before && after ? (
        <Diff before={before} after={after} />
      ) : (
        <p className="st-dim">{t('cueBook.versions.reading')}</p>
      )}
    </div>
  );
}
