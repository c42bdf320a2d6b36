/** Asterisk's configuration for the tests: WebRTC agents over ws, a few numbers to dial. */
export interface AsteriskPorts {
  /** HTTP and, below /ws, SIP over WebSocket. */
  readonly wsPort: number;
  /** RTP, from and to inclusive. */
  readonly rtpFrom: number;
  readonly rtpTo: number;
}

export const ASTERISK_DOMAIN = 'asterisk.sidetone.local';

/** An agent that the tests register as. Passwords are for these tests alone. */
export interface AsteriskAgent {
  readonly extension: string;
  readonly password: string;
  /** What the endpoint allows, in order of preference. */
  readonly codecs: string;
  /** Asterisk's own word; `auto_info` takes INFO where telephone-events were not agreed. */
  readonly dtmfMode: 'auto_info' | 'info';
  /** Whether a new contact replaces the old one, or up to five stand side by side. */
  readonly contacts: 'one' | 'five';
}

function agent(extension: string, codecs: string, more: Partial<AsteriskAgent> = {}): AsteriskAgent {
  const usual = { dtmfMode: 'auto_info', contacts: 'one' } as const;
  return { extension, password: `asterisk-${extension}`, codecs, ...usual, ...more };
}

export const AGENT = agent('1001', 'opus,ulaw');
/** Agents whose endpoint knows one codec only, and one whose keys go by SIP INFO. */
export const AGENTS = {
  usual: AGENT,
  alaw: agent('1002', 'alaw'),
  ulaw: agent('1003', 'ulaw'),
  opus: agent('1004', 'opus'),
  info: agent('1005', 'opus,ulaw', { dtmfMode: 'info' }),
  /** A codec that no browser has. */
  gsm: agent('1006', 'gsm'),
  /** Who may have five contacts at a time. */
  manyContacts: agent('1007', 'opus,ulaw', { contacts: 'five' }),
} as const;

/** What the dialplan offers. `listener` is a second leg, bridged, that echoes what it hears; `keys` sends four back, then a tone. */
export const NUMBERS = {
  echo: '600',
  recording: '601',
  busy: '602',
  neverAnswers: '603',
  listener: '604',
  keys: '605',
} as const;

/** The tone that Asterisk plays to who is on hold: no voice has it alone. */
export const HOLD_TONE_HZ = 1_000;

/** Only what the tests use: fewer modules start faster, and a missing one is an error here and not a surprise later. */
const modules = [
  'app_dial',
  'app_echo',
  'app_mixmonitor',
  'app_playback',
  'app_read',
  'app_senddtmf',
  'app_voicemail',
  'bridge_builtin_features',
  'bridge_native_rtp',
  'bridge_simple',
  'bridge_softmix',
  'chan_pjsip',
  'codec_a_mu',
  'codec_alaw',
  'codec_opus_open_source',
  'codec_resample',
  'codec_ulaw',
  'format_pcm',
  'format_wav',
  'func_callerid',
  'func_channel',
  'func_global',
  'pbx_config',
  'res_clioriginate',
  'res_crypto',
  'res_format_attr_opus',
  'res_http_websocket',
  'res_musiconhold',
  'res_pjproject',
  'res_pjsip',
  'res_pjsip_acl',
  'res_pjsip_authenticator_digest',
  'res_pjsip_caller_id',
  'res_pjsip_dtmf_info',
  'res_pjsip_endpoint_identifier_user',
  'res_pjsip_logger',
  'res_pjsip_mwi',
  'res_pjsip_mwi_body_generator',
  'res_pjsip_nat',
  'res_pjsip_pubsub',
  'res_pjsip_refer',
  'res_pjsip_registrar',
  'res_pjsip_rfc3326',
  'res_pjsip_sdp_rtp',
  'res_pjsip_session',
  'res_pjsip_transport_websocket',
  'res_rtp_asterisk',
  'res_sorcery_astdb',
  'res_sorcery_config',
  'res_sorcery_memory',
  'res_srtp',
  'res_timing_timerfd',
];

/** File name → content, for /etc/asterisk. */
export function configurationFiles({ wsPort, rtpFrom, rtpTo }: AsteriskPorts): Record<string, string> {
  return {
    'asterisk.conf': `[directories](!)
[options]
verbose = 3
systemname = sidetone-test
`,
    'modules.conf': `[modules]
autoload = no
${modules.map((name) => `load = ${name}.so`).join('\n')}
`,
    'logger.conf': `[general]
[logfiles]
console = error,warning,notice
full = notice,warning,error,verbose,dtmf
`,
    'http.conf': `[general]
enabled = yes
bindaddr = 127.0.0.1
bindport = ${wsPort}
`,
    'rtp.conf': `[general]
rtpstart = ${rtpFrom}
rtpend = ${rtpTo}
icesupport = yes
strictrtp = yes
`,
    // A test trunk that is identified by 127.0.0.1 would swallow the agents' REGISTER: users first.
    'pjsip.conf': `[global]
type = global
endpoint_identifier_order = username,auth_username,ip

[transport-ws]
type = transport
protocol = ws
bind = 127.0.0.1

${Object.values(AGENTS).map(endpointOf).join('\n')}`,
    // A message that is put into the spool counts within a second.
    'voicemail.conf': `[general]
format = wav
pollmailboxes = yes
pollfreq = 1

[default]
${Object.values(AGENTS)
  .map(({ extension, password }) => `${extension} => ${password.replace(/\D/g, '')},${extension}`)
  .join('\n')}
`,
    'musiconhold.conf': `[general]
[default]
mode = files
directory = /var/lib/asterisk/recordings/hold
`,
    'extensions.conf': `[agents]
exten => ${NUMBERS.echo},1,Answer()
 same => n,Echo()
 same => n,Hangup()

exten => ${NUMBERS.recording},1,Answer()
 same => n,Wait(0.5)
 same => n,Playback(/var/lib/asterisk/recordings/recording)
 same => n,Wait(1)
 same => n,Hangup()

exten => ${NUMBERS.busy},1,Busy(20)

exten => ${NUMBERS.neverAnswers},1,Ringing()
 same => n,Wait(120)
 same => n,Hangup(19)

exten => ${NUMBERS.listener},1,Dial(Local/listener@customers/n)

exten => ${NUMBERS.keys},1,Answer()
 same => n,Read(DIGITS,,4,,1,60)
 same => n,Set(GLOBAL(KEYS_RECEIVED)=\${DIGITS})
 same => n,Wait(1)
 same => n,SendDTMF(\${DIGITS},250,400)
 same => n,Playback(/var/lib/asterisk/recordings/hold/tone)
 same => n,Wait(120)

; Agents call one another; and an INVITE with Replaces must be for a number that exists, though it is not dialled.
exten => _10XX,1,Dial(PJSIP/\${EXTEN},60)

[customers]
exten => listener,1,Answer()
 same => n,Echo()

[call-agent]
exten => agent,1,Set(CALLERID(all)=\${CALLER})
 same => n,Dial(PJSIP/\${CALLED},60)
exten => h,1,Set(GLOBAL(DIAL_RESULT)=\${DIALSTATUS})

[inbound-party]
exten => s,1,Answer()
 same => n,Playback(/var/lib/asterisk/recordings/recording)
 same => n,Echo()
`,
  };
}

function endpointOf({ extension, password, codecs, dtmfMode, contacts }: AsteriskAgent): string {
  return `[${extension}]
type = aor
max_contacts = ${contacts === 'one' ? '2' : '5'}
remove_existing = ${contacts === 'one' ? 'yes' : 'no'}

[${extension}]
type = auth
auth_type = userpass
username = ${extension}
password = ${password}

[${extension}]
type = endpoint
aors = ${extension}
auth = ${extension}
context = agents
disallow = all
allow = ${codecs}
webrtc = yes
dtls_auto_generate_cert = yes
dtmf_mode = ${dtmfMode}
direct_media = no
send_pai = yes
mailboxes = ${extension}@default
`;
}
