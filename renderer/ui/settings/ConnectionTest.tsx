import { Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useWords } from '../i18n/i18n';
import { ConnectionSteps } from './ConnectionSteps';
import type { AccountSettingsView } from './settings-model';

/** The test of the way to a PBX, and how far it came. */
export function ConnectionTest({
  view: { testing, steps },
  test,
}: {
  view: Pick<AccountSettingsView, 'testing' | 'steps'>;
  test: () => void;
}) {
  const t = useWords();
  return (
    <>
      <div className="st-row">
        <Button variant="default" leftSection={<IconPlugConnected size={18} />} disabled={testing} onClick={test}>
          {t(testing ? 'settings.testing' : 'settings.test')}
        </Button>
        <span className="st-dim st-caption">{t('settings.testHint')}</span>
      </div>
      {steps.length > 0 ? <ConnectionSteps steps={steps} /> : null}
    </>
  );
}
