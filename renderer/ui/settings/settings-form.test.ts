import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../contracts/settings';
import { newAccountForm } from './account-form';
import { emptySettingsForm, formFromSettings, settingsFromForm, wrongFields } from './settings-form';

const rest = {
  language: 'en',
  theme: 'dark',
  doNotDisturb: true,
  display: { textSizePercent: 130, screenReaderFirst: true },
} as const;

describe('the settings form', () => {
  it('gives back the settings it was made from', () => {
    const settings = settingsSchema.parse({
      ...rest,
      pbx: {
        webSocketUrl: 'wss://pbx.example.com/ws',
        backupWebSocketUrl: 'wss://pbx2.example.com/ws',
        domain: 'pbx.example.com',
        extension: '1001',
        iceServers: [{ urls: 'turn:turn.example.com', username: 'u', credential: 'c' }, { urls: 'stun:s.example.com' }],
        dtmf: 'info',
        mailbox: 'off',
      },
      moreAccounts: [
        {
          id: 'brand-b',
          label: '品牌乙',
          webSocketUrl: 'wss://b.example.com/ws',
          domain: 'b.example.com',
          extension: '2001',
          iceServers: [{ urls: 'turn:t.example.com', username: 'u', credential: 'c' }],
          mailbox: 'sip:sales@b.example.com',
        },
      ],
      server: { url: 'https://server.example.com' },
      team: '一组',
      company: '蓝鲸保险',
      agentName: '小李',
      role: 'supervisor',
      wrapUpSeconds: 45,
      copilot: { cardsPerMinute: 9, holdOutShare: 0.1, spokenLanguage: 'auto' },
      habits: {
        doNotDisturbCode: 480,
        autoAnswer: { headers: ['call-info'], afterSeconds: 5 },
        sipHeaders: ['X-Queue'],
      },
      audio: { inputDeviceId: 'h', levels: { 'input:h': 1.5, 'ring:default': 0.2 }, noiseSuppression: false },
    });
    expect(settingsFromForm(formFromSettings(settings), rest)).toEqual(settings);
  });

  it('leaves out an account that is on its way out, and names the wrong fields of another', () => {
    const form = {
      ...emptySettingsForm(),
      accounts: [
        { ...newAccountForm('old'), removed: true },
        { ...newAccountForm('new'), webSocketUrl: 'http://b', extension: '1', mailbox: 'sip:' },
      ],
    };
    expect([...wrongFields(form)].sort()).toEqual(['new domain', 'new label', 'new mailbox', 'new webSocketUrl']);
    expect(settingsFromForm({ ...form, accounts: form.accounts.slice(0, 1) }, rest).moreAccounts).toEqual([]);
  });

  it('means the practice PBX and no server when nothing is filled in', () => {
    const settings = settingsFromForm(emptySettingsForm(), rest);
    expect(settings.pbx).toBeNull();
    expect(settings.server).toBeNull();
  });

  it('names each wrong field, and leaves out an empty STUN line', () => {
    const form = {
      ...emptySettingsForm(),
      pbxMode: 'own' as const,
      webSocketUrl: 'http://pbx',
      backupWebSocketUrl: 'pbx2',
      iceServers: [{ urls: '', username: '', credential: '' }],
      serverUrl: 'server',
      wrapUpSeconds: 601,
    };
    expect([...wrongFields(form)].sort()).toEqual([
      'backupWebSocketUrl',
      'domain',
      'extension',
      'serverUrl',
      'webSocketUrl',
      'wrapUpSeconds',
    ]);
    const bad = { ...form, iceServers: [{ urls: 'turn.example.com', username: '', credential: '' }] };
    expect(wrongFields(bad).has('iceServers')).toBe(true);
  });
});
