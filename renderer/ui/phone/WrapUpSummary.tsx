import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useMemo } from 'react';
import { reviewCall } from '../../../domain/review/review-call';
import { useActions, useApp } from '../context';
import { formatMoment } from '../format';
import { useNowMs } from '../context';
import { useWords } from '../i18n/i18n';
import type { WrapUpView } from '../model';
import { CallSummary } from '../shell/CallSummary';

/** What the call came to by what was said, and a draft of its result that the agent takes or leaves. */
export function WrapUpSummary({ wrapUp }: { wrapUp: WrapUpView }) {
  const t = useWords();
  const nowMs = useNowMs();
  const { updateWrapUp } = useActions();
  const { captions, language, recordId } = useApp((model) => model.copilot);
  const summary = useMemo(() => {
    if (recordId !== wrapUp.recordId || language === null || captions.length === 0) return null;
    const endMs = captions.reduce((latest, line) => Math.max(latest, line.endMs), 0);
    return reviewCall({
      language,
      lines: captions,
      spans: [],
      answered: true,
      cause: wrapUp.cause,
      audioStartedAt: new Date(Date.now() - wrapUp.talkMs),
      connected: { startMs: 0, endMs },
      noticePlayedAtMs: null,
    }).summary;
  }, [captions, language, recordId, wrapUp.recordId, wrapUp.cause, wrapUp.talkMs]);
  if (!summary) return null;
  const { disposition, callbackAt } = summary;
  const words = [
    disposition ? t(`disposition.${disposition}`) : null,
    callbackAt ? t('summary.callback', { time: formatMoment(callbackAt, nowMs) }) : null,
  ].filter((word) => word !== null);
  return (
    <section aria-label={t('summary.title')} data-testid="summary">
      <div className="st-row">
        <h3 className="st-section-title">{t('summary.title')}</h3>
        <span className="st-grow" />
        {words.length > 0 ? (
          <Button
            variant="light"
            size="compact-sm"
            leftSection={<IconSparkles size={16} />}
            onClick={() => updateWrapUp({ ...(disposition && { disposition }), ...(callbackAt && { callbackAt }) })}
          >
            {t('summary.take', { words: words.join(' · ') })}
          </Button>
        ) : null}
      </div>
      <CallSummary summary={summary} />
    </section>
  );
}
