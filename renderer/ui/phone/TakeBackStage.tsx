import { Button } from '@mantine/core';
import { IconPhoneCall, IconPhoneOff } from '@tabler/icons-react';
import { useActions, useApp } from '../context';
import { useWords } from '../i18n/i18n';
import type { TakeBackView } from '../model';
import { KeyHint } from '../shell/KeyHint';

/** A call that a crash cut off: it is being taken back, or could not be and may be called again. */
export function TakeBackStage({ takeBack }: { takeBack: TakeBackView }) {
  const t = useWords();
  const { callBack, dismissTakeBack } = useActions();
  const registered = useApp((model) => model.registration.state === 'registered');
  const { state, displayName: name, number, failure, sipCode } = takeBack;
  const failed = state === 'failed' && failure !== null;
  const IconOf = failed ? IconPhoneOff : IconPhoneCall;
  return (
    <section className="st-stage st-idle" aria-label={t('stage.label')} data-testid="take-back" data-state={state}>
      <IconOf size={44} stroke={1.2} aria-hidden className={`st-tinted st-tone-${failed ? 'red' : 'amber'}`} />
      <h2 role="status">{t(failed ? 'takeBack.failed' : 'takeBack.asking', { name })}</h2>
      {number === name ? null : <p className="st-dim st-num">{number}</p>}
      {failed ? (
        <>
          <p>
            {t(`takeBack.why.${failure}`)}
            {sipCode === null ? '' : <span className="st-num st-dim"> SIP {sipCode}</span>}
          </p>
          <div className="st-row">
            <Button disabled={!registered} onClick={callBack} rightSection={<KeyHint keys="B" />}>
              {t('takeBack.callBack')}
            </Button>
            <Button variant="default" onClick={dismissTakeBack}>
              {t('takeBack.dismiss')}
            </Button>
          </div>
        </>
      ) : (
        <p className="st-dim">{t(registered ? 'takeBack.askingHint' : 'takeBack.waitingHint')}</p>
      )}
    </section>
  );
}
