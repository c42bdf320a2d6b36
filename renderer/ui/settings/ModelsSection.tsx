import { Button, Progress } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconDownload,
  IconFolderOpen,
  IconPackages,
  IconShieldCheck,
} from '@tabler/icons-react';
import { useEffect } from 'react';
import type { DeskModel, ModelMeasurement, ModelRole, ModelWork } from '../../../contracts/models';
import { useActions, useApp } from '../context';
import { useTroubleWords, useWords } from '../i18n/i18n';
import { Empty } from '../shell/Empty';
import { Section } from './Section';

const looks = {
  found: { icon: IconCircleDashed, tone: 'grey' },
  missing: { icon: IconDownload, tone: 'grey' },
  damaged: { icon: IconAlertTriangle, tone: 'red' },
} as const;
const inUseLook = { icon: IconCircleCheck, tone: 'green' } as const;

/** From here on an ear may fall behind what both sides say. */
const SLOW_FACTOR = 0.8;
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);

function Measured({ role, measured }: { role: ModelRole; measured: ModelMeasurement }) {
  const t = useWords();
  const { realTimeFactor, memoryBytes, loadMs, heardShare } = measured;
  const shares = (['zh', 'en'] as const).flatMap((language) => {
    const share = heardShare[language];
    return share === undefined ? [] : [t(`modelManager.share.${language}`, { percent: Math.round(100 * share) })];
  });
  const figures = t('modelManager.measured', {
    factor: realTimeFactor.toFixed(2),
    megabytes: megabytes(memoryBytes),
    seconds: (loadMs / 1000).toFixed(1),
  });
  return (
    <>
      <p className="st-caption st-dim st-num">{figures}</p>
      <p className="st-caption st-dim st-num">
        {[t(role === 'vad' ? 'modelManager.voice' : 'modelManager.heard'), ...shares].join(' · ')}
      </p>
      {realTimeFactor >= SLOW_FACTOR ? <p className="st-caption st-amber">{t('modelManager.slow')}</p> : null}
    </>
  );
}

function Work({ work }: { work: ModelWork }) {
  const t = useWords();
  const { cancel } = useActions().models;
  const { kind, doneBytes, totalBytes } = work;
  const label = t(`modelManager.work.${kind === 'fetch' && totalBytes === 0 ? 'making' : kind}`);
  return (
    <div className="st-model-work">
      <div className="st-row">
        <span className="st-caption st-grow" role="status">
          {label}
        </span>
        {totalBytes > 0 ? (
          <span className="st-caption st-dim st-num">
            {t('modelManager.progress', { done: megabytes(doneBytes), total: megabytes(totalBytes) })}
          </span>
        ) : null}
        {kind === 'verify' ? null : (
          <Button variant="default" size="compact-sm" onClick={cancel}>
            {t('modelManager.cancel')}
          </Button>
        )}
      </div>
      {totalBytes > 0 ? <Progress value={(100 * doneBytes) / totalBytes} aria-label={label} size="sm" /> : null}
    </div>
  );
}

function Trouble({ name }: { name: string | null }) {
  const troubleWords = useTroubleWords();
  const trouble = useApp((model) => model.modelManager.trouble);
  if (trouble?.name !== name) return null;
  const { what, next } = troubleWords(trouble);
  return (
    <p className="st-caption st-red st-breakable" role="alert">
      {what} <b>{next}</b>
    </p>
  );
}

function ModelRow({ model }: { model: DeskModel }) {
  const t = useWords();
  const actions = useActions().models;
  const work = useApp(({ modelManager }) => modelManager.work);
  const { name, role, title, state, bytes, inUse, previous, imported, verified, measured } = model;
  const { icon: IconOf, tone } = inUse ? inUseLook : looks[state];
  const facts = [
    t(`settings.model.${role}`),
    t('modelManager.size', { megabytes: megabytes(bytes) }),
    ...(state === 'found' ? [t(verified ? 'modelManager.verified' : 'modelManager.unverified')] : []),
  ];
  const action = (word: 'fetch' | 'test' | 'use' | 'rollBack', run: () => void) => (
    <Button
      variant="default"
      size="compact-sm"
      disabled={work !== null}
      aria-label={t('modelManager.ofModel', { action: t(`modelManager.${word}`), name: title })}
      onClick={run}
    >
      {t(`modelManager.${word}`)}
    </Button>
  );
  return (
    <li className={`st-desk-model st-tone-${tone}`} data-model={name}>
      <IconOf size={20} stroke={1.8} aria-hidden className="st-tinted" />
      <div className="st-grow">
        <div className="st-row">
          <strong className="st-clip">{title}</strong>
          <span className="st-caption st-tinted">
            {inUse ? t('modelManager.inUse') : previous ? t('modelManager.previous') : t(`modelManager.state.${state}`)}
          </span>
        </div>
        <p className="st-caption st-dim st-num">{facts.join(' · ')}</p>
        {measured ? <Measured role={role} measured={measured} /> : null}
        {state === 'found' && !measured ? <p className="st-caption st-dim">{t('modelManager.notMeasured')}</p> : null}
        {state === 'damaged' ? <p className="st-caption st-dim st-breakable">{model.message}</p> : null}
        <Trouble name={name} />
        {work?.name === name ? <Work work={work} /> : null}
      </div>
      <div className="st-model-actions">
        {state === 'found' ? action('test', () => actions.test(name)) : null}
        {state === 'found' && !inUse && !previous ? action('use', () => actions.use(name)) : null}
        {state === 'found' && previous ? action('rollBack', () => actions.rollBack(role)) : null}
        {state !== 'found' && !imported ? action('fetch', () => actions.fetch(name)) : null}
      </div>
    </li>
  );
}

function Outcomes() {
  const t = useWords();
  const troubleWords = useTroubleWords();
  const outcomes = useApp((model) => model.modelManager.outcomes);
  return (
    <ul className="st-list" role="status" data-testid="import-outcomes">
      {outcomes.map(({ folder, name, verified, failure }) => {
        if (failure) {
          const { what, next } = troubleWords(failure);
          return (
            <li key={folder} className="st-caption st-red st-breakable">
              {what} <b>{next}</b>
            </li>
          );
        }
        return (
          <li key={folder} className="st-caption">
            {t(`modelManager.imported.${verified ? 'verified' : 'unverified'}`, { name: name ?? '' })}
          </li>
        );
      })}
    </ul>
  );
}

/** The models on this computer: fetch, test, switch, roll back, import. */
export function ModelsSection() {
  const t = useWords();
  const { models, work, switchWaits } = useApp((model) => model.modelManager);
  const { show, importFolder, verify } = useActions().models;
  useEffect(() => show(), [show]);
  const isElsewhere = work !== null && !models?.some(({ name }) => name === work.name);
  return (
    <Section id="settings-models" icon={IconPackages} title={t('modelManager.title')}>
      <p className="st-dim">{t('modelManager.hint')}</p>
      {models === null ? (
        <Empty icon={IconPackages}>{t('modelManager.none')}</Empty>
      ) : (
        <ul className="st-models">
          {models.map((model) => (
            <ModelRow key={model.name} model={model} />
          ))}
        </ul>
      )}
      {switchWaits ? (
        <p className="st-amber" role="status">
          {t('modelManager.switchWaits')}
        </p>
      ) : null}
      <Trouble name={null} />
      {isElsewhere ? <Work work={work} /> : null}
      <Outcomes />
      <div className="st-row">
        <Button
          variant="default"
          leftSection={<IconFolderOpen size={18} />}
          disabled={work !== null}
          onClick={importFolder}
        >
          {t('modelManager.importFolder')}
        </Button>
        <Button variant="default" leftSection={<IconShieldCheck size={18} />} disabled={work !== null} onClick={verify}>
          {t('modelManager.verify')}
        </Button>
        <span className="st-dim st-caption">{t('modelManager.importHint')}</span>
      </div>
    </Section>
  );
}
