import { Button } from '@mantine/core';
import { IconBellOff, IconSchool } from '@tabler/icons-react';
import { useActions, useApp, useView } from '../context';
import { useTroubleWords, useWords } from '../i18n/i18n';
import { mayRehearse } from '../rehearsal/rehearsal-model';
import { KeyHint } from '../shell/KeyHint';
import { agentLooks } from '../states';

/** No call: what can be done next, or why nothing can. */
export function IdleStage() {
  const t = useWords();
  const troubleWords = useTroubleWords();
  const { setAgentState, setTab, toggleDoNotDisturb } = useActions();
  const state = useApp((model) => model.agent.state);
  const registration = useApp((model) => model.registration);
  const quiet = useApp((model) => model.doNotDisturb);
  const rehearse = useApp(mayRehearse);
  const setView = useView();
  const registered = registration.state === 'registered';
  const trouble = registration.trouble ? troubleWords(registration.trouble) : null;
  const onBreak = state === 'break';
  const look = registered ? agentLooks[onBreak ? 'break' : 'ready'] : agentLooks.offline;
  const turnedAway = quiet && registered && !onBreak;
  const IconOf = turnedAway ? IconBellOff : look.icon;
  return (
    <section className="st-stage st-idle" aria-label={t('stage.label')}>
      <IconOf size={44} stroke={1.2} aria-hidden className={`st-tinted st-tone-${turnedAway ? 'red' : look.tone}`} />
      <h2>
        {t(
          !registered
            ? registration.state === 'connecting'
              ? 'stage.idleConnecting'
              : 'stage.idleOffline'
            : onBreak
              ? 'stage.idleBreak'
              : quiet
                ? 'doNotDisturb.idle'
                : 'stage.idleTitle',
        )}
      </h2>
      {!registered || onBreak ? (
        <>
          {trouble && !registered ? <p className="st-red">{trouble.what}</p> : null}
          <p className="st-dim">
            {registered ? t('stage.idleBreakHint') : (trouble?.next ?? t('stage.idleOfflineHint'))}
          </p>
        </>
      ) : quiet ? null : (
        <ul className="st-hints st-dim">
          <li>{t('stage.idleHintCustomer')}</li>
          <li>
            <KeyHint keys="Ctrl D" /> {t('stage.idleHintNumber')}
          </li>
          <li>
            <KeyHint keys="Ctrl K" /> {t('stage.idleHintPalette')}
          </li>
        </ul>
      )}
      {!registered && registration.state !== 'connecting' ? (
        <Button variant="default" onClick={() => setTab('settings')}>
          {t('stage.openSettings')}
        </Button>
      ) : null}
      {turnedAway ? (
        <>
          <p className="st-dim">{t('doNotDisturb.idleHint')}</p>
          <Button variant="default" onClick={toggleDoNotDisturb}>
            {t('doNotDisturb.off')}
          </Button>
        </>
      ) : null}
      {rehearse ? (
        <Button
          variant="default"
          leftSection={<IconSchool size={18} stroke={1.8} />}
          rightSection={<KeyHint keys="P" />}
          onClick={() => setView({ rehearsal: { page: 'customers' } })}
        >
          {t('rehearsal.open')}
        </Button>
      ) : null}
      {registered && onBreak ? <Button onClick={() => setAgentState('ready')}>{t('stage.goReady')}</Button> : null}
    </section>
  );
}
