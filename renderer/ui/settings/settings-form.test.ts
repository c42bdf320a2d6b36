import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../contracts/settings';
import { emptySettingsForm, formFromSettings, settingsFromForm, wrongFields } from './settings-form';

const rest = { language: 'en', theme: 'dark', doNotDisturb: true } as const;

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
      },
      server: { url: 'https://server.example.com' },
      company: '蓝鲸保险',
      agentName: '小李',
      role: 'supervisor',
      wrapUpSeconds: 45,
      habits: {
        doNotDisturbCode: 480,
        autoAnswer: { headers: ['call-info'], afterSeconds: 5 },
        sipHeaders: ['X-Queue'],
      },
      audio: { inputDeviceId: 'h', levels: { 'input:h': 1.5, 'ring:default': 0.2 }, noiseSuppression: false },
    });
    expect(settingsFromForm(formFromSettings(settings), rest)).toEqual(settings);
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
