import { Button } from '@mantine/core';
import { useActions, useApp } from '../context';
import { useWords } from '../i18n/i18n';
import { KeyHint } from '../shell/KeyHint';
import { agentLooks } from '../states';

/** No call: what can be done next, or why nothing can. */
export function IdleStage() {
  const t = useWords();
  const { setAgentState } = useActions();
  const state = useApp((model) => model.agent.state);
  const registered = useApp((model) => model.registration.state === 'registered');
  const onBreak = state === 'break';
  const look = registered ? agentLooks[onBreak ? 'break' : 'ready'] : agentLooks.offline;
  const IconOf = look.icon;
  return (
    <section className="st-stage st-idle" aria-label={t('stage.label')}>
      <IconOf size={44} stroke={1.2} aria-hidden className={`st-tinted st-tone-${look.tone}`} />
      <h2>{t(!registered ? 'stage.idleOffline' : onBreak ? 'stage.idleBreak' : 'stage.idleTitle')}</h2>
      {!registered || onBreak ? (
        <p className="st-dim">{t(registered ? 'stage.idleBreakHint' : 'stage.idleOfflineHint')}</p>
      ) : (
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
      {registered && onBreak ? <Button onClick={() => setAgentState('ready')}>{t('stage.goReady')}</Button> : null}
    </section>
  );
}
