import { Button, Select } from '@mantine/core';
import { IconHeadset, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useActions, useApp } from '../context';
import { useTroubleWords, useWords } from '../i18n/i18n';
import type { AudioDevice, DeviceKind } from '../model';
import { LevelMeter } from '../phone/LevelMeter';
import { Section } from './Section';
import type { FieldProps } from './SettingsTab';

const rows = [
  { kind: 'input', field: 'inputDeviceId', test: 'testInput' },
  { kind: 'output', field: 'outputDeviceId', test: 'testOutput' },
  { kind: 'ring', field: 'ringDeviceId', test: 'testRing' },
] as const satisfies { kind: DeviceKind; field: string; test: string }[];

/** Microphone, headset and the device that rings, each with its test. */
export function AudioSection({ form, change }: FieldProps) {
  const t = useWords();
  const troubleWords = useTroubleWords();
  const devices = useApp((model) => model.devices);
  const { testDevice } = useActions();
  const choices = (list: AudioDevice[]) => {
    const named = list.filter((device) => device.deviceId !== 'default' && device.deviceId !== '');
    return [
      { value: 'default', label: t('settings.defaultDevice') },
      ...named.map((device) => ({ value: device.deviceId, label: device.label || device.deviceId })),
    ];
  };
  const trouble = devices.trouble ? troubleWords(devices.trouble) : null;
  return (
    <Section id="settings-audio" icon={IconHeadset} title={t('settings.sections.audio')}>
      {rows.map(({ kind, field, test }) => {
        const testing = devices.testing === kind;
        const data = choices(kind === 'input' ? devices.inputs : devices.outputs);
        // A device that is unplugged now keeps its place in the settings.
        if (!data.some((choice) => choice.value === form[field])) data.push({ value: form[field], label: form[field] });
        return (
          <div className="st-row st-device" key={kind}>
            <Select
              className="st-grow"
              label={t(`settings.${kind}`)}
              allowDeselect={false}
              data={data}
              value={form[field]}
              onChange={(value) => change({ [field]: value ?? 'default' })}
            />
            <Button
              variant="default"
              leftSection={testing ? <IconPlayerStop size={18} /> : <IconPlayerPlay size={18} />}
              onClick={() => testDevice(kind, form[field])}
            >
              {t(testing ? 'settings.stopTest' : `settings.${test}`)}
            </Button>
          </div>
        );
      })}
      {devices.testing === 'input' ? (
        <div className="st-side">
          <span />
          <span className="st-side-name">{t('settings.input')}</span>
          <LevelMeter side="agent" />
        </div>
      ) : null}
      {devices.testing === 'input' ? <p className="st-dim st-caption">{t('settings.inputLevel')}</p> : null}
      {trouble ? (
        <p className="st-red" role="alert">
          {trouble.what} {trouble.next}
        </p>
      ) : null}
    </Section>
  );
}
