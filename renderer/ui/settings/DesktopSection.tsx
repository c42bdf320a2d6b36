import { SegmentedControl, Switch, TextInput } from '@mantine/core';
import { IconAppWindow } from '@tabler/icons-react';
import { useState } from 'react';
import type { DesktopSettings } from '../../../contracts/settings';
import { acceleratorOf, displayAccelerator } from '../../../domain/accelerators';
import { useApp } from '../context';
import { useWords } from '../i18n/i18n';
import { Section } from './Section';
import type { FieldProps } from './SettingsTab';

type Command = keyof DesktopSettings['shortcuts'];
const commands: readonly Command[] = ['answer', 'hangUp', 'toggleMute', 'pushToTalk'];

/** Takes the next keys pressed while it has focus. Tab leaves it, Backspace empties it. */
function ShortcutField({
  command,
  value,
  error,
  change,
}: {
  command: Command;
  value: string;
  error: string | null;
  change: (accelerator: string) => void;
}) {
  const t = useWords();
  const [listening, setListening] = useState(false);
  const shown = value === '' ? t('desktopSettings.none') : displayAccelerator(value);
  return (
    <TextInput
      readOnly
      label={t(`desktopSettings.${command}`)}
      description={command === 'pushToTalk' ? t('desktopSettings.pushToTalkHint') : undefined}
      value={listening ? t('desktopSettings.press') : shown}
      error={error}
      onFocus={() => setListening(true)}
      onBlur={() => setListening(false)}
      onKeyDown={(event) => {
        if (event.key === 'Tab') return;
        event.preventDefault();
        event.stopPropagation();
        const { code, ctrlKey: control, altKey: alt, shiftKey: shift, metaKey: meta } = event.nativeEvent;
        const keys = event.key === 'Backspace' ? '' : acceleratorOf({ code, control, alt, shift, meta });
        if (keys === null) return;
        change(keys);
        event.currentTarget.blur();
      }}
    />
  );
}

/** Sidetone among the other programs: closing, links, shortcuts. */
export function DesktopSection({ form, change }: FieldProps) {
  const t = useWords();
  const { desktop } = form;
  const saved = useApp((model) => model.settings.saved.desktop.shortcuts);
  const troubles = useApp((model) => model.shortcutTroubles);
  const put = (patch: Partial<DesktopSettings>) => change({ desktop: { ...desktop, ...patch } });
  const errorOf = (command: Command) => {
    const keys = desktop.shortcuts[command];
    const before = commands.slice(0, commands.indexOf(command));
    if (keys !== '' && before.some((other) => desktop.shortcuts[other] === keys)) return t('desktopSettings.doubled');
    // What the system said is true of the saved keys only.
    const trouble = saved[command] === keys ? troubles.find((one) => one.command === command) : undefined;
    return trouble ? t(`desktopSettings.${trouble.reason}`) : null;
  };
  return (
    <Section id="settings-desktop" icon={IconAppWindow} title={t('desktopSettings.title')}>
      <div className="st-labelled">
        <span>{t('desktopSettings.closeTo')}</span>
        <SegmentedControl
          aria-label={t('desktopSettings.closeTo')}
          value={desktop.closeTo}
          onChange={(value) => put({ closeTo: value === 'tray' ? 'tray' : 'quit' })}
          data={[
            { value: 'quit', label: t('desktopSettings.closeQuit') },
            { value: 'tray', label: t('desktopSettings.closeTray') },
          ]}
        />
      </div>
      {desktop.closeTo === 'tray' ? <p className="st-dim st-caption">{t('desktopSettings.closeHint')}</p> : null}
      <Switch
        label={t('desktopSettings.openLinks')}
        checked={desktop.openLinks}
        onChange={(event) => put({ openLinks: event.currentTarget.checked })}
      />
      <Switch
        label={t('desktopSettings.dialLinksAtOnce')}
        checked={desktop.dialLinksAtOnce}
        onChange={(event) => put({ dialLinksAtOnce: event.currentTarget.checked })}
      />
      <h3 className="st-section-title">{t('desktopSettings.shortcuts')}</h3>
      <p className="st-dim st-caption">{t('desktopSettings.shortcutsHint')}</p>
      <div className="st-fields">
        {commands.map((command) => (
          <ShortcutField
            key={command}
            command={command}
            value={desktop.shortcuts[command]}
            error={errorOf(command)}
            change={(keys) => put({ shortcuts: { ...desktop.shortcuts, [command]: keys } })}
          />
        ))}
      </div>
    </Section>
  );
}
