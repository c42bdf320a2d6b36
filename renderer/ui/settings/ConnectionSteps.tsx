import { IconCircleCheck, IconCircleDashed, IconCircleMinus, IconCircleX, IconLoader2 } from '@tabler/icons-react';
import { useTroubleWords, useWords } from '../i18n/i18n';
import type { ConnectionStep } from '../model';

export const stepLooks = {
  waiting: { icon: IconCircleDashed, tone: 'grey' },
  running: { icon: IconLoader2, tone: 'blue' },
  ok: { icon: IconCircleCheck, tone: 'green' },
  failed: { icon: IconCircleX, tone: 'red' },
  skipped: { icon: IconCircleMinus, tone: 'grey' },
} as const;

/** The steps of the connection test, in order; the failing one says what to do. */
export function ConnectionSteps({ steps }: { steps: readonly ConnectionStep[] }) {
  const t = useWords();
  const troubleWords = useTroubleWords();
  return (
    <ol className="st-steps" aria-live="polite">
      {steps.map((step) => {
        const { icon: IconOf, tone } = stepLooks[step.state];
        const trouble = step.trouble ? troubleWords(step.trouble) : null;
        return (
          <li key={step.step} className={`st-tone-${tone}`} data-state={step.state}>
            <IconOf size={20} stroke={1.8} aria-hidden className="st-tinted" />
            <div className="st-grow">
              <div className="st-row">
                <strong>{t(`settings.step.${step.step}`)}</strong>
                <span className="st-caption st-tinted">{t(`settings.stepState.${step.state}`)}</span>
                <span className="st-dim st-caption st-clip">{step.detail}</span>
              </div>
              {trouble ? (
                <p className="st-caption">
                  {trouble.what} <b>{trouble.next}</b>
                </p>
              ) : null}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
