import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useActions } from '../context';
import { useTroubleWords, useWords } from '../i18n/i18n';
import type { RewriteView } from '../model';

/** Beside the title of a summary: what a language model makes of it, and the way back. */
export function RewriteState({ rewrite }: { rewrite: RewriteView }) {
  const t = useWords();
  const troubleWords = useTroubleWords();
  const { summary } = useActions();
  const { state, shown, trouble, model, redactedSpots: count } = rewrite;
  if (state === 'asking') return <span className="st-dim st-caption">{t('rewrite.asking')}</span>;
  if (state === 'failed') return <span className="st-dim st-caption">{trouble ? troubleWords(trouble).what : ''}</span>;
  return (
    <span className="st-row st-caption" title={t('rewrite.redacted', { count, model })}>
      <IconSparkles size={16} aria-hidden className="st-dim" />
      <span className="st-dim">{t(shown ? 'rewrite.by' : 'rewrite.there')}</span>
      <Button variant="subtle" size="compact-xs" onClick={() => summary.showRewritten(!shown)}>
        {t(shown ? 'rewrite.undo' : 'rewrite.use')}
      </Button>
    </span>
  );
}
