import { ActionIcon, Button, PasswordInput, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useWords } from '../i18n/i18n';
import type { IceServerForm } from './account-form';

/** The STUN and TURN servers of an account, a line each. */
export function IceServers({
  servers,
  invalid,
  change,
}: {
  servers: readonly IceServerForm[];
  invalid: boolean;
  change: (servers: IceServerForm[]) => void;
}) {
  const t = useWords();
  const put = (index: number, patch: Partial<IceServerForm>) =>
    change(servers.map((server, at) => (at === index ? { ...server, ...patch } : server)));
  return (
    <fieldset className="st-ice">
      <legend>{t('settings.iceServers')}</legend>
      {servers.map((server, index) => (
        <div className="st-row" key={index}>
          <TextInput
            className="st-grow"
            aria-label={t('settings.iceServers')}
            placeholder="turn:turn.example.com:3478"
            value={server.urls}
            onChange={(event) => put(index, { urls: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t('settings.iceUser')}
            placeholder={t('settings.iceUser')}
            value={server.username}
            onChange={(event) => put(index, { username: event.currentTarget.value })}
          />
          <PasswordInput
            className="st-ice-credential"
            aria-label={t('settings.iceCredential')}
            placeholder={t('settings.iceCredential')}
            value={server.credential}
            onChange={(event) => put(index, { credential: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('settings.removeIceServer')}
            onClick={() => change(servers.filter((_, at) => at !== index))}
          >
            <IconTrash size={18} />
          </ActionIcon>
        </div>
      ))}
      {invalid ? <p className="st-red st-caption">{t('settings.invalid.iceServers')}</p> : null}
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={16} />}
        onClick={() => change([...servers, { urls: '', username: '', credential: '' }])}
      >
        {t('settings.addIceServer')}
      </Button>
    </fieldset>
  );
}
