import { Button, Select, Slider, Switch } from '@mantine/core';
import { IconHeadset, IconMicrophone, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { realDevices } from '../../../domain/device-choice';
import { useActions, useApp } from '../context';
import { useTroubleWords, useWords } from '../i18n/i18n';
import type { AudioDevice, DeviceKind } from '../model';
import { LevelMeter } from '../phone/LevelMeter';
import { Section } from './Section';
import { audioOf } from './settings-form';
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
    return [
      { value: 'default', label: t('settings.defaultDevice') },
      ...realDevices(list).map((device) => ({ value: device.deviceId, label: device.label || device.deviceId })),
    ];
  };
  const recordingState = devices.testing === 'recording' || devices.testing === 'playing' ? devices.testing : null;
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
            <div className="st-level">
              <span className="st-caption st-dim" id={`level-${kind}`}>
                {t(kind === 'input' ? 'settings.gain' : 'settings.volume')}
              </span>
              <Slider
                aria-labelledby={`level-${kind}`}
                thumbLabel={`${t(`settings.${kind}`)} ${t(kind === 'input' ? 'settings.gain' : 'settings.volume')}`}
                min={0}
                max={kind === 'input' ? 300 : 100}
                step={5}
                label={(value) => `${value} %`}
                value={Math.round(100 * (form.levels[`${kind}:${form[field]}`] ?? 1))}
                onChange={(value) => change({ levels: { ...form.levels, [`${kind}:${form[field]}`]: value / 100 } })}
              />
            </div>
            <Button
              variant="default"
              leftSection={testing ? <IconPlayerStop size={18} /> : <IconPlayerPlay size={18} />}
              onClick={() => testDevice(kind, audioOf(form))}
            >
              {t(testing ? 'settings.stopTest' : `settings.${test}`)}
            </Button>
          </div>
        );
      })}
      <div className="st-row st-switches">
        {(['echoCancellation', 'noiseSuppression', 'autoGainControl'] as const).map((name) => (
          <Switch
            key={name}
            label={t(`settings.${name}`)}
            checked={form[name]}
            onChange={(event) => change({ [name]: event.currentTarget.checked })}
          />
        ))}
      </div>
      <div className="st-row">
        <Button
          variant="default"
          data-testid="test-recording"
          data-state={recordingState ?? 'idle'}
          leftSection={recordingState ? <IconPlayerStop size={18} /> : <IconMicrophone size={18} />}
          onClick={() => testDevice('recording', audioOf(form))}
        >
          {t(recordingState ? 'settings.stopTest' : 'settings.testRecording')}
        </Button>
        <span className="st-dim st-caption" role="status">
          {t(recordingState ? `settings.${recordingState}` : 'settings.testRecordingHint')}
        </span>
      </div>
      {devices.testing === 'input' || devices.testing === 'recording' ? (
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
