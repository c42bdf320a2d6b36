import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';
import { reviewCall } from '../../../domain/review/review-call';
import { withRewritten } from '../../../domain/summary/rewrite';
import { useActions, useApp, useNowMs } from '../context';
import { formatMoment } from '../format';
import { useWords } from '../i18n/i18n';
import { TAKE_SUMMARY_ID } from '../keys';
import type { WrapUpView } from '../model';
import { CallSummary } from '../shell/CallSummary';
import { KeyHint } from '../shell/KeyHint';
import { RewriteState } from './RewriteState';

/**
 * What the call came to by what was said, and a draft of its result that the agent takes or leaves. It stands where the
 * leading card stood: it comes a moment after the end of the call, and must move nothing.
 */
export function WrapUpSummary({ wrapUp, otherwise }: { wrapUp: WrapUpView; otherwise: ReactNode }) {
  const t = useWords();
  const nowMs = useNowMs();
  const { updateWrapUp } = useActions();
  const { captions, language, recordId } = useApp((model) => model.copilot);
  const rewrite = useApp((model) => (model.rewrite?.recordId === wrapUp.recordId ? model.rewrite : null));
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
  if (!summary) return otherwise;
  const { disposition, callbackAt } = summary;
  const words = [
    disposition ? t(`disposition.${disposition}`) : null,
    callbackAt ? t('summary.callback', { time: formatMoment(callbackAt, nowMs) }) : null,
  ].filter((word) => word !== null);
  return (
    <section className="st-wrapup-summary" aria-label={t('summary.title')} data-testid="summary" aria-live="polite">
      <div className="st-row">
        <h3 className="st-section-title">{t('summary.title')}</h3>
        <span className="st-grow" />
        {rewrite ? <RewriteState rewrite={rewrite} /> : null}
      </div>
      <CallSummary summary={rewrite?.shown ? withRewritten(summary, rewrite.sentences) : summary} />
      {words.length > 0 ? (
        <Button
          id={TAKE_SUMMARY_ID}
          rightSection={<KeyHint keys="Y" />}
          variant="light"
          size="compact-sm"
          leftSection={<IconSparkles size={16} />}
          onClick={() => updateWrapUp({ ...(disposition && { disposition }), ...(callbackAt && { callbackAt }) })}
        >
          {t('summary.take', { words: words.join(' · ') })}
        </Button>
      ) : null}
    </section>
  );
}
