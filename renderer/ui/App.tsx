import '@mantine/core/styles.css';
import '@mantine/spotlight/styles.css';
import './styles/base.css';
import './styles/phone.css';
import './styles/pages.css';
import './styles/cue-book.css';
import './styles/rehearsal.css';
import { MantineProvider } from '@mantine/core';
import { useLayoutEffect, useMemo } from 'react';
import { I18nextProvider } from 'react-i18next';
import { useStore } from 'zustand';
import type { AppParts } from './context';
import { AppContext, useApp } from './context';
import { createWords } from './i18n/i18n';
import { useKeys } from './keys';
import { usePushToTalk } from './push-to-talk';
import { MonitorTab } from './monitor/MonitorTab';
import { PhoneTab } from './phone/PhoneTab';
import { RecordsTab } from './records/RecordsTab';
import { SettingsTab } from './settings/SettingsTab';
import { HelpOverlay } from './shell/HelpOverlay';
import { LiveRegions } from './shell/LiveRegions';
import { Notices } from './shell/Notices';
import { Palette } from './shell/Palette';
import { StatusBar } from './shell/StatusBar';
import { TabBar } from './shell/TabBar';
import { cssVariables, theme } from './theme';

const pages = { phone: PhoneTab, records: RecordsTab, monitor: MonitorTab, settings: SettingsTab };

function Shell({ parts }: { parts: AppParts }) {
  const Page = pages[useApp((model) => model.tab)];
  useKeys(parts);
  usePushToTalk(parts);
  const still = useApp((model) => model.display.screenReaderFirst);
  return (
    <div className="st-app" data-still={still || undefined}>
      <StatusBar />
      <main className="st-main">
        <Page />
      </main>
      <TabBar />
      <Notices />
      <LiveRegions />
      <HelpOverlay />
      <Palette />
    </div>
  );
}

/** The whole window. It shows `store` and `levels` and asks `actions`; it does nothing by itself. */
export function SidetoneApp({ store, actions, levels }: AppParts) {
  const language = useStore(store, (model) => model.language);
  const themeChoice = useStore(store, (model) => model.theme);
  const parts = useMemo(() => ({ store, actions, levels }), [store, actions, levels]);
  // One translator for the window's life; the language changes in it.
  const words = useMemo(() => createWords(store.getState().language), [store]);
  // Before the picture is painted, so that no frame mixes two languages.
  useLayoutEffect(() => {
    if (words.language !== language) void words.changeLanguage(language);
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [words, language]);
  return (
    <I18nextProvider i18n={words}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        {...(themeChoice === 'system' ? { defaultColorScheme: 'auto' } : { forceColorScheme: themeChoice })}
      >
        <AppContext value={parts}>
          <Shell parts={parts} />
        </AppContext>
      </MantineProvider>
    </I18nextProvider>
  );
}
