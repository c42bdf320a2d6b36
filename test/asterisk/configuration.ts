/** Asterisk's configuration for the tests: one WebRTC agent over ws, a few numbers to dial. */
export interface AsteriskPorts {
  /** HTTP and, below /ws, SIP over WebSocket. */
  readonly wsPort: number;
  /** RTP, from and to inclusive. */
  readonly rtpFrom: number;
  readonly rtpTo: number;
}

export const ASTERISK_DOMAIN = 'asterisk.sidetone.local';
export const AGENT = { extension: '1001', password: 'asterisk-1001' } as const;

/** What the dialplan offers. */
export const NUMBERS = { echo: '600', recording: '601', busy: '602', neverAnswers: '603' } as const;

/** Only what the tests use: fewer modules start faster, and a missing one is an error here and not a surprise later. */
const modules = [
  'app_dial',
  'app_echo',
  'app_playback',
  'bridge_builtin_features',
  'bridge_native_rtp',
  'bridge_simple',
  'bridge_softmix',
  'chan_pjsip',
  'codec_a_mu',
  'codec_opus_open_source',
  'codec_resample',
  'codec_ulaw',
  'format_pcm',
  'format_wav',
  'func_callerid',
  'func_channel',
  'pbx_config',
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
  'res_pjsip_nat',
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

[${AGENT.extension}]
type = aor
max_contacts = 2
remove_existing = yes

[${AGENT.extension}]
type = auth
auth_type = userpass
username = ${AGENT.extension}
password = ${AGENT.password}

[${AGENT.extension}]
type = endpoint
aors = ${AGENT.extension}
auth = ${AGENT.extension}
context = agents
disallow = all
allow = opus,ulaw
webrtc = yes
dtls_auto_generate_cert = yes
dtmf_mode = auto_info
direct_media = no
send_pai = yes
`,
    'musiconhold.conf': '[general]\n',
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

[call-agent]
exten => agent,1,Set(CALLERID(all)=\${CALLER})
 same => n,Dial(PJSIP/${AGENT.extension},60)

[inbound-party]
exten => s,1,Answer()
 same => n,Playback(/var/lib/asterisk/recordings/recording)
 same => n,Echo()
`,
  };
}
