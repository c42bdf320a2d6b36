import { ActionIcon, Menu, Tooltip, UnstyledButton } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBellOff,
  IconBrain,
  IconChevronDown,
  IconCircleCheck,
  IconCloud,
  IconCloudCheck,
  IconCloudOff,
  IconCloudUp,
  IconCoffee,
  IconDeviceDesktop,
  IconHelp,
  IconLanguage,
  IconMoon,
  IconPhoneCheck,
  IconPhoneOff,
  IconRefresh,
  IconSun,
  IconWifi,
  IconWifi2,
  IconWifiOff,
} from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import { useActions, useApp, useNowMs, useView } from '../context';
import { formatDuration } from '../format';
import { useTroubleWords, useWords } from '../i18n/i18n';
import type { SyncView, ThemeChoice } from '../model';
import type { Tone } from '../states';
import { agentLooks } from '../states';
import { Accounts } from './Accounts';
import { DoNotDisturbFact } from './DoNotDisturbFact';
import { Fact } from './Fact';
import { Mailboxes } from './Mailboxes';
import { StatePill } from './StatePill';

const themes: Record<ThemeChoice, { icon: Icon; next: ThemeChoice }> = {
  system: { icon: IconDeviceDesktop, next: 'light' },
  light: { icon: IconSun, next: 'dark' },
  dark: { icon: IconMoon, next: 'system' },
};
const networks = {
  good: { icon: IconWifi, tone: 'grey' },
  fair: { icon: IconWifi2, tone: 'amber' },
  poor: { icon: IconAlertTriangle, tone: 'red' },
  unknown: { icon: IconWifi, tone: 'grey' },
  offline: { icon: IconWifiOff, tone: 'red' },
} as const;
export const breakReasons = ['rest', 'meal', 'meeting', 'training'] as const;
type BreakReason = (typeof breakReasons)[number];

/** A break's reason in words; a reason the administrator invented stays as it is. */
export function useBreakReason(): (reason: string) => string {
  const t = useWords();
  return (reason) =>
    breakReasons.some((known) => known === reason) ? t(`breakReason.${reason as BreakReason}`) : reason;
}

function StateMenu() {
  const t = useWords();
  const breakWord = useBreakReason();
  const agent = useApp((model) => model.agent);
  const doNotDisturb = useApp((model) => model.doNotDisturb);
  const actions = useActions();
  const time = formatDuration(useNowMs() - agent.sinceMs);
  const state = t(`agentState.${agent.state}`);
  const word = agent.state === 'break' && agent.breakReason ? `${state} · ${breakWord(agent.breakReason)}` : state;
  const changeable = agent.state === 'ready' || agent.state === 'break' || agent.state === 'wrap-up';
  return (
    <Menu position="bottom-start" width={220} disabled={!changeable}>
      <Menu.Target>
        <UnstyledButton className="st-state-menu" aria-label={t('status.menu', { state: word, time })}>
          <StatePill look={agentLooks[agent.state]} word={word} detail={time} />
          {changeable ? <IconChevronDown size={14} aria-hidden /> : null}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconCircleCheck size={16} />} onClick={() => actions.setAgentState('ready')}>
          {t('status.goReady')}
        </Menu.Item>
        <Menu.Label>{t('status.goBreak')}</Menu.Label>
        {breakReasons.map((reason) => (
          <Menu.Item
            key={reason}
            leftSection={<IconCoffee size={16} />}
            onClick={() => actions.setAgentState('break', reason)}
          >
            {t(`breakReason.${reason}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconBellOff size={16} />} onClick={actions.toggleDoNotDisturb}>
          {t(doNotDisturb ? 'doNotDisturb.off' : 'doNotDisturb.on')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function syncFact(sync: SyncView): {
  icon: Icon;
  tone: Tone;
  key: 'refused' | 'none' | 'offline' | 'waiting' | 'synced';
} {
  if (sync.refused > 0) return { icon: IconAlertTriangle, tone: 'red', key: 'refused' };
  if (sync.serverState === 'none') return { icon: IconCloud, tone: 'grey', key: 'none' };
  if (sync.serverState === 'offline') return { icon: IconCloudOff, tone: 'amber', key: 'offline' };
  if (sync.unsynced > 0) return { icon: IconCloudUp, tone: 'grey', key: 'waiting' };
  return { icon: IconCloudCheck, tone: 'grey', key: 'synced' };
}

function Facts() {
  const t = useWords();
  const troubleWords = useTroubleWords();
  const registration = useApp((model) => model.registration);
  const several = useApp((model) => model.accounts.length > 1);
  const network = useApp((model) => model.network);
  const sync = useApp((model) => model.sync);
  const ears = useApp((model) => model.copilot.ears);
  const actions = useActions();
  const explain = (trouble: { code: string; message: string } | null) => {
    if (!trouble) return undefined;
    const { what, next } = troubleWords(trouble);
    return next ? `${what} ${next}` : what;
  };
  const registered = registration.state === 'registered';
  const syncLook = syncFact(sync);
  const networkLook = networks[network];
  return (
    <>
      {several ? (
        <Accounts />
      ) : (
        <Fact
          icon={registered ? IconPhoneCheck : IconPhoneOff}
          tone={registered ? 'grey' : registration.state === 'connecting' ? 'amber' : 'red'}
          text={[
            registration.extension === '' ? '' : t('status.extension', { extension: registration.extension }),
            t(`status.registration.${registration.state}`),
            registration.practice ? `· ${t('status.practice')}` : '',
          ]
            .filter(Boolean)
            .join(' ')}
          title={explain(registration.trouble)}
        />
      )}
      <Mailboxes />
      <Fact icon={networkLook.icon} tone={networkLook.tone} text={t(`status.network.${network}`)} />
      <Fact
        icon={syncLook.icon}
        tone={syncLook.tone}
        text={t(`status.sync.${syncLook.key}`, { count: syncLook.key === 'refused' ? sync.refused : sync.unsynced })}
        title={explain(sync.trouble)}
      />
      {sync.serverState === 'offline' && sync.unsynced > 0 ? (
        <Tooltip label={t('status.retrySync')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t('status.retrySync')}
            onClick={actions.retrySync}
          >
            <IconRefresh size={16} />
          </ActionIcon>
        </Tooltip>
      ) : null}
      <Fact
        icon={IconBrain}
        tone={ears === 'ready' ? 'grey' : ears === 'unavailable' ? 'red' : 'amber'}
        text={t(`status.ears.${ears}`)}
      />
    </>
  );
}

/** The line on top: state and its time, registration, network, sync, ears; language, theme, help. */
export function StatusBar() {
  const t = useWords();
  const actions = useActions();
  const setView = useView();
  const language = useApp((model) => model.language);
  const themeChoice = useApp((model) => model.theme);
  const themeLook = themes[themeChoice];
  const ThemeIcon = themeLook.icon;
  return (
    <header className="st-status" aria-label={t('status.label')}>
      <StateMenu />
      <DoNotDisturbFact />
      <Facts />
      <span className="st-grow" />
      <UnstyledButton
        className="st-tool"
        aria-label={t('status.language')}
        onClick={() => actions.setLanguage(language === 'zh' ? 'en' : 'zh')}
      >
        <IconLanguage size={18} stroke={1.7} aria-hidden />
        <span aria-hidden>{language === 'zh' ? 'EN' : '中文'}</span>
      </UnstyledButton>
      <Tooltip label={t(`status.theme.${themeChoice}`)}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t(`status.theme.${themeChoice}`)}
          onClick={() => actions.setTheme(themeLook.next)}
        >
          <ThemeIcon size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${t('status.help')} ?`}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('status.help')}
          onClick={() => setView({ helpOpen: true })}
        >
          <IconHelp size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
    </header>
  );
}
