import { modules } from './modules';

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
  /** Whether Asterisk tells of the mailbox unasked, or only who subscribes (RFC 3842). */
  readonly mailbox: 'told' | 'asked';
}

function agent(extension: string, codecs: string, more: Partial<AsteriskAgent> = {}): AsteriskAgent {
  const usual = { dtmfMode: 'auto_info', contacts: 'one', mailbox: 'told' } as const;
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
  /** Who must subscribe to the mailbox, and another account for a desk that has two. */
  subscriber: agent('1021', 'opus,ulaw', { mailbox: 'asked' }),
  brandB: agent('1022', 'opus,ulaw'),
} as const;

/** What the dialplan offers. `givesUp` rings for three seconds and tells that nobody answered; `listener` is a second leg, bridged, that echoes what it hears; `keys` sends four back, then a tone. */
export const NUMBERS = {
  echo: '600',
  recording: '601',
  busy: '602',
  neverAnswers: '603',
  listener: '604',
  keys: '605',
  givesUp: '609',
  /** Rings for a second, and is declined. */
  declines: '610',
  /** Two parties with a tone each, far ends of Local channels: who hears whom is told by the tone. */
  lowTone: '606',
  highTone: '607',
  /** A room of the PBX, and where calls are parked. */
  room: '650',
  park: '700',
} as const;

/** The tone that Asterisk plays to who is on hold: no voice has it alone. */
export const HOLD_TONE_HZ = 1_000;

/** What the parties of {@link NUMBERS} say. */
export const TONES_HZ = { lowTone: 450, highTone: 700 } as const;
/** How many headers of its own an INVITE to an agent may carry. */
export const MOST_INVITE_HEADERS = 3;

/** What Asterisk's own cel_custom.conf writes, in its order. */
const EVENT_COLUMNS = [
  ...[
    'eventtype',
    'eventtime',
    'CALLERID(name)',
    'CALLERID(num)',
    'CALLERID(ANI)',
    'CALLERID(RDNIS)',
    'CALLERID(DNID)',
  ],
  ...['exten', 'context', 'channame', 'appname', 'appdata', 'amaflags', 'accountcode', 'uniqueid', 'linkedid'].map(
    (name) => `CHANNEL(${name})`,
  ),
  ...['BRIDGEPEER', 'CHANNEL(userfield)', 'userdeftype', 'eventextra'],
];
/** What our own cdr_custom.conf writes. */
export const CDR_COLUMNS = [
  ...['src', 'dst', 'channel', 'dstchannel', 'start', 'answer', 'end', 'disposition', 'uniqueid', 'linkedid'],
  ...['sequence', 'userfield'],
];
const NOTE_CALL_ID = 'Set(CDR(userfield)=${CHANNEL(pjsip,call-id)})';

/** Every number that agents dial first notes the call's SIP Call-ID in its CDR: `npm run reconcile` matches by it. */
function notingCallIds(dialplan: string): string {
  const [agents = '', ...others] = dialplan.split(/\n(?=\[)/);
  const noting = agents.replace(/^(exten => [^,\n]+,1),(.+)$/gm, `$1,${NOTE_CALL_ID}\n same => n,$2`);
  return [noting, ...others].join('\n');
}

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
    'cdr.conf': `[general]
unanswered = yes
congestion = yes

[csv]
usegmtime = yes
loguniqueid = yes
loguserfield = yes
newcdrcolumns = yes
`,
    'cdr_custom.conf': `[mappings]
calls.csv => ${CDR_COLUMNS.map((column) => `\${CSV_QUOTE(\${CDR(${column})})}`).join(',')}
`,
    'cel.conf': `[general]
enable = yes
apps = dial
events = ALL
`,
    'cel_custom.conf': `[mappings]
cel.csv => ${EVENT_COLUMNS.map((column) => `\${CSV_QUOTE(\${${column}})}`).join(',')}
`,
    'confbridge.conf': `[general]

[default_user]
type = user
quiet = yes

[default_bridge]
type = bridge
`,
    'res_parking.conf': `[general]

[default]
parkext = ${NUMBERS.park}
parkpos = 701-720
context = agents
parkingtime = 300
`,
    'extensions.conf': notingCallIds(`[agents]
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

exten => ${NUMBERS.givesUp},1,Ringing()
 same => n,Wait(3)
 same => n,Hangup(19)

exten => ${NUMBERS.declines},1,Ringing()
 same => n,Wait(1)
 same => n,Hangup(21)

exten => ${NUMBERS.listener},1,Dial(Local/listener@customers/n)

exten => ${NUMBERS.lowTone},1,Dial(Local/low@customers/n)

exten => ${NUMBERS.highTone},1,Dial(Local/high@customers/n)

exten => ${NUMBERS.room},1,Answer()
 same => n,ConfBridge(room)

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
exten => colleague,1,Ringing()
 same => n,Wait(4)
 same => n,Answer()
 same => n,Echo()

exten => low,1,Answer()
 same => n(again),Playback(/var/lib/asterisk/recordings/low)
 same => n,Goto(again)

exten => high,1,Answer()
 same => n(again),Playback(/var/lib/asterisk/recordings/high)
 same => n,Goto(again)

[call-agent]
exten => agent,1,Set(CALLERID(all)=\${CALLER})
 same => n,Dial(PJSIP/\${CALLED},60,b(note-call-id^s^1))
exten => group,1,Set(CALLERID(all)=\${CALLER})
 same => n,Dial(PJSIP/\${CALLED}&Local/colleague@customers/n,60,b(note-call-id^s^1))
exten => h,1,Set(GLOBAL(DIAL_RESULT)=\${DIALSTATUS})

[note-call-id]
exten => s,1,${NOTE_CALL_ID}
 same => n,Return()

[call-agent-with-headers]
exten => agent,1,Set(CALLERID(all)=\${CALLER})
 same => n,Dial(PJSIP/\${CALLED},60,b(invite-headers^s^1))
exten => h,1,Set(GLOBAL(DIAL_RESULT)=\${DIALSTATUS})

[invite-headers]
exten => s,1,NoOp()
${Array.from({ length: MOST_INVITE_HEADERS }, (_, index) => inviteHeader(index + 1)).join('\n')}
 same => n,Return()

[inbound-party]
exten => s,1,Answer()
 same => n,Playback(/var/lib/asterisk/recordings/recording)
 same => n,Echo()
`),
  };
}

/** The lines of the dialplan that put one header, by the globals `callAgent` sets, into the INVITE. */
function inviteHeader(number: number): string {
  const [name, value] = [`\${HEADER_${String(number)}_NAME}`, `\${HEADER_${String(number)}_VALUE}`];
  const next = `after${String(number)}`;
  // Not ExecIf: it would split the value at its first colon.
  return ` same => n,GotoIf($["${name}" = "none"]?${next})
 same => n,Set(PJSIP_HEADER(add,${name})=${value})
 same => n(${next}),NoOp()`;
}

function endpointOf({ extension, password, codecs, dtmfMode, contacts, mailbox }: AsteriskAgent): string {
  return `[${extension}]
type = aor
max_contacts = ${contacts === 'one' ? '2' : '5'}
remove_existing = ${contacts === 'one' ? 'yes' : 'no'}
${mailbox === 'asked' ? `mailboxes = ${extension}@default\n` : ''}
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
${mailbox === 'told' ? `mailboxes = ${extension}@default\n` : ''}`;
}
