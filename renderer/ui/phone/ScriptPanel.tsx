import { Button, Menu } from '@mantine/core';
import { IconArrowDown, IconCheck, IconFileText, IconListNumbers, IconPointFilled } from '@tabler/icons-react';
import { useActions, useApp } from '../context';
import { useWords } from '../i18n/i18n';
import { Empty } from '../shell/Empty';
import { KeyHint } from '../shell/KeyHint';

/** All lines of the script: what has been said of what must be said, and a way to any of them. */
function ScriptMenu() {
  const t = useWords();
  const { jumpScript } = useActions();
  const script = useApp((model) => model.copilot.script);
  const index = useApp((model) => model.copilot.scriptIndex);
  const ticked = useApp((model) => model.copilot.scriptTicked);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="subtle" size="compact-sm" leftSection={<IconListNumbers size={16} />}>
          {t('script.jump')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {script.map(({ id, title, mustSay }, at) => (
          <Menu.Item
            key={id}
            onClick={() => jumpScript(at)}
            aria-current={at === index ? 'step' : undefined}
            leftSection={
              at === index ? <IconPointFilled size={14} className="st-accent" /> : <span className="st-menu-gap" />
            }
            rightSection={mustSay.length > 0 ? <Said said={ticked.includes(id)} /> : null}
          >
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Said({ said }: { said: boolean }) {
  const t = useWords();
  return (
    <span className={`st-row st-caption ${said ? 'st-green' : 'st-amber'}`}>
      {said ? <IconCheck size={14} aria-hidden /> : null}
      {t(said ? 'script.said' : 'script.mustSay')}
    </span>
  );
}

/** What to say now, large, and the next line under it. */
export function ScriptPanel() {
  const t = useWords();
  const script = useApp((model) => model.copilot.script);
  const index = useApp((model) => model.copilot.scriptIndex);
  const nextIndex = useApp((model) => model.copilot.scriptNext);
  const ticked = useApp((model) => model.copilot.scriptTicked);
  const version = useApp((model) => model.copilot.scriptLabel);
  const { nextScriptLine } = useActions();
  const now = script[index];
  const next = nextIndex === null ? undefined : script[nextIndex];
  return (
    <section className="st-script" aria-label={t('script.label')}>
      <div className="st-row">
        <h2 className="st-section-title">
          {version === null ? t('script.label') : t('script.version', { label: version })}
        </h2>
        {script.length > 0 ? (
          <span className="st-dim st-caption st-num">
            {t('script.step', { current: Math.min(index + 1, script.length), total: script.length })}
          </span>
        ) : null}
        <span className="st-grow" />
        {now ? <ScriptMenu /> : null}
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
          <div className="st-row st-caption">
            <span className="st-accent">
              {t('script.now')} · {now.title}
            </span>
            {now.mustSay.length > 0 ? <Said said={ticked.includes(now.id)} /> : null}
          </div>
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
