import { Spotlight } from '@mantine/spotlight';
import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';
import { IconCommand, IconPhone, IconSearch, IconUser } from '@tabler/icons-react';
import { useState } from 'react';
import { useApp, useParts } from '../context';
import { useWords } from '../i18n/i18n';
import type { KeyCommand } from '../keys';
import { focusNumberField, runCommand } from '../keys';
import { mayRehearse } from '../rehearsal/rehearsal-model';
import { breakReasons } from './StatusBar';
import { tabs } from './TabBar';

/** ⌃K: every command, customer and any number, by typing. */
export function Palette() {
  const t = useWords();
  const parts = useParts();
  const { actions } = parts;
  const [query, setQuery] = useState('');
  const customers = useApp((model) => model.customers);
  const call = useApp((model) => model.call);
  const otherCall = useApp((model) => model.otherCall);
  const waiting = useApp((model) => model.waiting);
  const language = useApp((model) => model.language);
  const theme = useApp((model) => model.theme);
  const doNotDisturb = useApp((model) => model.doNotDisturb);
  const rehearse = useApp(mayRehearse);

  const run = (command: KeyCommand) => () => runCommand(command, parts);
  const commands: SpotlightActionData[] = [
    ...(call
      ? [
          { id: 'mute', label: t(call.muted ? 'stage.unmute' : 'stage.mute'), onClick: run({ type: 'mute' }) },
          { id: 'hold', label: t(call.onHold ? 'stage.resume' : 'stage.hold'), onClick: run({ type: 'hold' }) },
          { id: 'hang-up', label: t('stage.hangUp'), onClick: run({ type: 'hang-up' }) },
        ]
      : []),
    ...(waiting
      ? [
          { id: 'answer-waiting', label: t('help.answerWaiting'), onClick: run({ type: 'answer-waiting' }) },
          { id: 'decline-waiting', label: t('help.declineWaiting'), onClick: run({ type: 'decline-waiting' }) },
        ]
      : []),
    ...(otherCall
      ? [
          { id: 'swap', label: t('help.swap'), onClick: run({ type: 'swap' }) },
          { id: 'conference', label: t('help.conference'), onClick: run({ type: 'conference' }) },
        ]
      : []),
    ...(call
      ? [
          {
            id: 'transfer',
            label: t(otherCall ? 'help.transfer' : 'transfer.open'),
            onClick: run({ type: 'transfer' }),
          },
        ]
      : []),
    ...(rehearse ? [{ id: 'rehearse', label: t('help.rehearse'), onClick: run({ type: 'rehearse' }) }] : []),
    { id: 'number', label: t('help.number'), onClick: () => focusNumberField(actions) },
    { id: 'redial', label: t('help.redial'), onClick: run({ type: 'redial' }) },
    { id: 'contacts', label: t('help.contacts'), onClick: run({ type: 'focus-contacts' }) },
    ...tabs.map(({ name }) => ({
      id: `tab-${name}`,
      label: t('palette.goTo', { tab: t(`tab.${name}`) }),
      onClick: () => actions.setTab(name),
    })),
    {
      id: 'do-not-disturb',
      label: t(doNotDisturb ? 'doNotDisturb.off' : 'doNotDisturb.on'),
      onClick: run({ type: 'do-not-disturb' }),
    },
    { id: 'ready', label: t('status.goReady'), onClick: () => actions.setAgentState('ready') },
    ...breakReasons.map((reason) => ({
      id: `break-${reason}`,
      label: `${t('status.goBreak')} · ${t(`breakReason.${reason}`)}`,
      onClick: () => actions.setAgentState('break', reason),
    })),
    {
      id: 'language',
      label: t('palette.language'),
      onClick: () => actions.setLanguage(language === 'zh' ? 'en' : 'zh'),
    },
    { id: 'theme', label: t('palette.theme'), onClick: () => actions.setTheme(theme === 'dark' ? 'light' : 'dark') },
    { id: 'help', label: t('status.help'), onClick: run({ type: 'help' }) },
  ].map((command) => ({ ...command, leftSection: <IconCommand size={18} stroke={1.6} /> }));

  const people = customers.map((customer) => ({
    id: `customer-${customer.customerId}`,
    label: customer.name,
    description: [customer.company, customer.story].filter(Boolean).join(' · '),
    keywords: [customer.number, customer.company],
    leftSection: <IconUser size={18} stroke={1.6} />,
    onClick: () => actions.dial(customer.number),
  }));
  // Digits somewhere in the text: whatever was pasted may be a number to call.
  const dial = /\d{3}/.test(query)
    ? [
        {
          id: 'dial',
          label: t('palette.dial', { text: query }),
          keywords: [query],
          leftSection: <IconPhone size={18} stroke={1.6} />,
          onClick: () => actions.dial(query),
        },
      ]
    : [];
  const groups: (SpotlightActionGroupData | SpotlightActionData)[] = [
    ...dial,
    { group: t('palette.commands'), actions: commands },
    { group: t('palette.customers'), actions: people },
  ];
  return (
    <Spotlight
      actions={groups}
      query={query}
      onQueryChange={setQuery}
      nothingFound={t('palette.nothing')}
      shortcut={null}
      highlightQuery
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      scrollable
      maxHeight={420}
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.6} />,
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.placeholder'),
      }}
    />
  );
}
