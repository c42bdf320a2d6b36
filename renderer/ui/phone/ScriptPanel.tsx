import { Button } from '@mantine/core';
import { IconArrowDown, IconFileText } from '@tabler/icons-react';
import { useActions, useApp } from '../context';
import { useWords } from '../i18n/i18n';
import { Empty } from '../shell/Empty';
import { KeyHint } from '../shell/KeyHint';

/** What to say now, large, and the next line under it. */
export function ScriptPanel() {
  const t = useWords();
  const script = useApp((model) => model.copilot.script);
  const index = useApp((model) => model.copilot.scriptIndex);
  const { nextScriptLine } = useActions();
  const now = script[index];
  const next = script[index + 1];
  return (
    <section className="st-script" aria-label={t('script.label')}>
      <div className="st-row">
        <h2 className="st-section-title">{t('script.label')}</h2>
        {script.length > 0 ? (
          <span className="st-dim st-caption st-num">
            {t('script.step', { current: Math.min(index + 1, script.length), total: script.length })}
          </span>
        ) : null}
        <span className="st-grow" />
        {now ? (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconArrowDown size={16} />}
            rightSection={<KeyHint keys="N" />}
            disabled={!next}
            onClick={nextScriptLine}
          >
            {t('script.advance')}
          </Button>
        ) : null}
      </div>
      {now ? (
        <div className="st-script-lines">
          <p className="st-caption st-accent">
            {t('script.now')} · {now.title}
          </p>
          <p className="st-script-now">{now.line}</p>
          <p className="st-caption st-dim">{next ? `${t('script.next')} · ${next.title}` : t('script.end')}</p>
          {next ? <p className="st-script-next">{next.line}</p> : null}
        </div>
      ) : (
        <Empty icon={IconFileText}>{t('script.empty')}</Empty>
      )}
    </section>
  );
}
