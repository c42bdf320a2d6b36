import { Button, NumberInput, PasswordInput, Switch, TextInput } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useActions, useApp } from '../context';
import { useTroubleWords, useWords } from '../i18n/i18n';
import { Section } from './Section';
import type { FieldProps } from './SettingsTab';

/** What the last test said. */
function TestResult() {
  const t = useWords();
  const troubleWords = useTroubleWords();
  const { result, trouble } = useApp((model) => model.settings.rewriteTest);
  if (result) {
    const { tookMs, kept, sentences } = result;
    return <p className="st-green">{t('rewrite.testOk', { seconds: (tookMs / 1000).toFixed(1), kept, sentences })}</p>;
  }
  if (!trouble) return null;
  const { what, next } = troubleWords(trouble);
  return (
    <p className="st-red">
      {what} {next}
    </p>
  );
}

/** The language model that may rewrite summaries: where it is, what it is sent, and whether it answers. */
export function RewriteSection({ form, wrong, change }: FieldProps) {
  const t = useWords();
  const { testRewrite } = useActions();
  const { rewriteKeyStored, rewriteTest } = useApp((model) => model.settings);
  const { rewrite, rewriteKey, forgetRewriteKey } = form;
  const put = (patch: Partial<typeof rewrite>) => change({ rewrite: { ...rewrite, ...patch } });
  const cannotTest =
    rewriteTest.running ||
    rewrite.baseUrl.trim() === '' ||
    rewrite.model.trim() === '' ||
    wrong.has('rewriteBaseUrl') ||
    wrong.has('rewriteTimeLimit');
  return (
    <Section id="settings-rewrite" icon={IconSparkles} title={t('rewrite.title')}>
      <p className="st-dim">{t('rewrite.leaves')}</p>
      <Switch
        label={t('rewrite.on')}
        checked={rewrite.on}
        onChange={(event) => put({ on: event.currentTarget.checked })}
      />
      <div className="st-fields">
        <TextInput
          className="st-wide"
          label={t('rewrite.baseUrl')}
          description={t('rewrite.baseUrlHint')}
          placeholder="https://models.example.com/v1"
          maxLength={500}
          value={rewrite.baseUrl}
          error={wrong.has('rewriteBaseUrl') ? t('rewrite.invalidAddress') : null}
          onChange={(event) => put({ baseUrl: event.currentTarget.value })}
        />
        <TextInput
          label={t('rewrite.model')}
          maxLength={200}
          value={rewrite.model}
          error={wrong.has('rewriteModel') ? t('rewrite.invalidModel') : null}
          onChange={(event) => put({ model: event.currentTarget.value })}
        />
        <PasswordInput
          label={t('rewrite.key')}
          maxLength={1000}
          placeholder={t(
            forgetRewriteKey ? 'rewrite.keyGoes' : rewriteKeyStored ? 'rewrite.keyKept' : 'rewrite.keyNeeded',
          )}
          value={rewriteKey}
          onChange={(event) => change({ rewriteKey: event.currentTarget.value, forgetRewriteKey: false })}
        />
        <NumberInput
          label={t('rewrite.timeLimit')}
          description="2 – 60"
          min={2}
          max={60}
          allowDecimal={false}
          clampBehavior="none"
          value={rewrite.timeLimitSeconds}
          error={wrong.has('rewriteTimeLimit') ? t('rewrite.invalidTimeLimit') : null}
          onChange={(value) => put({ timeLimitSeconds: Number(value) })}
        />
      </div>
      <div className="st-row">
        <Button
          variant="default"
          leftSection={<IconSparkles size={18} />}
          disabled={cannotTest}
          onClick={() => testRewrite(form)}
        >
          {t(rewriteTest.running ? 'rewrite.testing' : 'rewrite.test')}
        </Button>
        {rewriteKeyStored ? (
          <Button variant="subtle" onClick={() => change({ rewriteKey: '', forgetRewriteKey: !forgetRewriteKey })}>
            {t(forgetRewriteKey ? 'rewrite.keepKey' : 'rewrite.forgetKey')}
          </Button>
        ) : null}
        <span className="st-dim st-caption">{t('rewrite.testHint')}</span>
      </div>
      <div role="status" data-testid="rewrite-test">
        <TestResult />
      </div>
    </Section>
  );
}
