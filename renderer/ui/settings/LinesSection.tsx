import { ActionIcon, Button, Select, Switch, TextInput } from '@mantine/core';
import { IconPhoneOutgoing, IconPlus, IconTrash } from '@tabler/icons-react';
import { transferTargetSchema, type TransferTarget } from '../../../contracts/settings';
import { useWords } from '../i18n/i18n';
import { Section } from './Section';
import type { FieldProps } from './SettingsTab';

const kinds = transferTargetSchema.shape.kind.options;

/** Call waiting, and the list that the transfer panel offers. */
export function LinesSection({ form, change }: FieldProps) {
  const t = useWords();
  const targets = form.transferTargets;
  const put = (index: number, patch: Partial<TransferTarget>) =>
    change({ transferTargets: targets.map((target, at) => (at === index ? { ...target, ...patch } : target)) });
  return (
    <Section id="settings-lines" icon={IconPhoneOutgoing} title={t('linesSettings.title')}>
      <Switch
        label={t('linesSettings.callWaiting')}
        checked={form.callWaiting}
        onChange={(event) => change({ callWaiting: event.currentTarget.checked })}
      />
      <p className="st-dim">
        <b>{t('linesSettings.targets')}</b> · {t('linesSettings.targetsHint')}
      </p>
      {targets.map((target, index) => (
        <div key={index} className="st-row">
          <TextInput
            className="st-grow"
            aria-label={t('linesSettings.name')}
            placeholder={t('linesSettings.name')}
            maxLength={60}
            value={target.name}
            onChange={(event) => put(index, { name: event.currentTarget.value })}
          />
          <TextInput
            className="st-grow"
            aria-label={t('linesSettings.number')}
            placeholder={t('linesSettings.number')}
            maxLength={60}
            value={target.number}
            onChange={(event) => put(index, { number: event.currentTarget.value })}
          />
          <Select
            aria-label={t('linesSettings.kind')}
            allowDeselect={false}
            value={target.kind}
            data={kinds.map((kind) => ({ value: kind, label: t(`transfer.kind.${kind}`) }))}
            onChange={(kind) => put(index, { kind: kinds.find((known) => known === kind) ?? 'colleague' })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('linesSettings.remove', { name: target.name || target.number })}
            onClick={() => change({ transferTargets: targets.filter((_, at) => at !== index) })}
          >
            <IconTrash size={18} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={16} />}
        onClick={() => change({ transferTargets: [...targets, { name: '', number: '', kind: 'colleague' }] })}
      >
        {t('linesSettings.add')}
      </Button>
    </Section>
  );
}
