import type { zhTrouble } from './zh-trouble';

/** What happened and what it means, then what to do next, by the code of the failure, in English. */
export const enTrouble: typeof zhTrouble = {
  'microphone-denied': {
    what: 'The microphone was denied; the customer cannot hear you.',
    next: 'Allow Sidetone to use the microphone in the system settings, then call again.',
  },
  'microphone-missing': {
    what: 'No microphone was found.',
    next: 'Plug in your headset, then choose it in Settings · Audio devices.',
  },
  'microphone-silent': {
    what: 'The microphone is silent; the customer may not hear you.',
    next: 'Check the headset’s mute switch, or choose another microphone.',
  },
  'talking-while-muted': {
    what: 'You are talking while muted; nobody hears you.',
    next: 'Press M to unmute.',
  },
  'muted-but-heard': {
    what: 'Sound left although you were muted; it was cut off.',
    next: 'The customer may have heard a moment of it. Unmuting restores it.',
  },
  'held-but-heard': {
    what: 'Sound left although the call was on hold; it was cut off.',
    next: 'The customer may have heard a moment of it. Tell your administrator.',
  },
  'microphone-off-outside': {
    what: 'The microphone is switched off at the headset or by the system; the customer cannot hear you.',
    next: 'Press the headset’s mute key, or switch the microphone on in the system’s sound settings.',
  },
  internal: {
    what: 'Something went wrong inside the program ({{message}}).',
    next: 'Try again; if it goes on, export the diagnostics for your administrator.',
  },
  'echo-heard': {
    what: 'The customer hears an echo: it comes from your loudspeaker into the microphone.',
    next: 'Use a headset, or turn the loudspeaker down; echo cancellation is in Settings · Audio devices.',
  },
  'headset-gone': {
    what: 'The headset is gone; the call goes on with {{message}}.',
    next: 'It returns to the headset by itself when that is back.',
  },
  'headset-back': { what: 'The headset is back; the call goes on with {{message}}.', next: 'Nothing to do.' },
  'microphone-gone': {
    what: 'No microphone is left; the customer cannot hear you.',
    next: 'Plug in a headset: the call takes it at once.',
  },
  'stun-silent': {
    what: 'The STUN server does not answer ({{message}}).',
    next: 'Check its address, and that the firewall lets UDP through.',
  },
  'turn-silent': {
    what: 'The TURN server gives no relay ({{message}}).',
    next: 'Check its address, user and credential.',
  },
  'loop-failed': {
    what: 'The echo call did not go through ({{message}}).',
    next: 'Check the echo number, or ask your administrator.',
  },
  'loop-silent': {
    what: 'The echo call was answered, but no sound came back.',
    next: 'Speak while it runs and try again; else check the network and the firewall’s UDP.',
  },
  'number-invalid': {
    what: 'This is not a number that can be called.',
    next: 'Check that it is complete; numbers abroad start with +.',
  },
  'not-registered': {
    what: 'The phone is not registered; calls cannot be made.',
    next: 'Test the connection in Settings · PBX.',
  },
  'wrong-password': {
    what: 'The extension or the password is wrong.',
    next: 'Type the password again; if it still fails, ask your administrator.',
  },
  'dns-not-found': {
    what: 'The PBX’s host name was not found.',
    next: 'Check the address, and that the network or VPN is connected.',
  },
  'connection-refused': {
    what: 'The PBX did not accept the connection.',
    next: 'Check the port, or ask whether the PBX is running.',
  },
  'tls-failed': {
    what: 'No encrypted connection to the PBX could be made.',
    next: 'Check the certificate and the system clock, or ask your administrator.',
  },
  'websocket-refused': {
    what: 'The PBX does not accept WebSocket here.',
    next: 'Check the path of the address; it often ends in /ws.',
  },
  'register-refused': {
    what: 'The PBX refused the registration.',
    next: 'Check the SIP domain and the extension.',
  },
  'pbx-unreachable': {
    what: 'The connection to the PBX was lost; calls cannot come in.',
    next: 'It is being restored; nothing to do.',
  },
  'pbx-not-set-up': {
    what: 'No PBX is set up yet; calls cannot be made.',
    next: 'Enter address, extension and password in Settings · PBX.',
  },
  'server-unreachable': {
    what: 'The central server is not reached; records are safe on this machine.',
    next: 'They sync by themselves later; keep calling. If it stays so, check the address in Settings · Central server.',
  },
  'disk-full': {
    what: 'The disk is full; new call records cannot be kept.',
    next: 'Free some space now, and do not quit Sidetone: what is pending is kept as soon as there is room.',
  },
  'disk-full-at-start': {
    what: 'The disk is full: the call records of this machine cannot be opened, and Sidetone cannot start yet.',
    next: 'Free some space; it goes on by itself.',
  },
  'local-store-closed': {
    what: 'The call records of this machine cannot be opened, and Sidetone cannot start yet.',
    next: 'Check disk space and permissions; it is tried again by itself. If it stays so, ask your administrator.',
  },
  'store-recovered': {
    what: 'Local storage works again; the pending call record was kept.',
    next: 'Go on calling.',
  },
  'record-refused': {
    what: 'The server refused a call record.',
    next: 'It is still here. Send the explanation in Records to your administrator.',
  },
  'model-missing': {
    what: 'A listening model is missing ({{message}}); no copilot, the phone works.',
    next: 'Run npm run models to fetch it, then refresh in Settings · Copilot models.',
  },
  'model-missing-partly': {
    what: 'A listening model is missing ({{message}}); fewer cards, or unconfirmed ones. The phone works.',
    next: 'Run npm run models to fetch it, then refresh in Settings · Copilot models.',
  },
  'model-damaged': {
    what: 'A listening model is damaged ({{message}}); no copilot, the phone works.',
    next: 'Run npm run models to fetch it again, then refresh in Settings · Copilot models.',
  },
  'model-damaged-partly': {
    what: 'A listening model is damaged ({{message}}); fewer cards, or unconfirmed ones. The phone works.',
    next: 'Run npm run models to fetch it again, then refresh in Settings · Copilot models.',
  },
  'ears-restarted': {
    what: 'The copilot failed and was restarted; the call is untouched.',
    next: 'What was said meanwhile was not heard. Nothing to do.',
  },
  'ears-unavailable': {
    what: 'The copilot keeps failing and is off for now; the phone works.',
    next: 'It is tried again by itself. If it stays so, see Settings · Copilot models, or restart Sidetone.',
  },
  'cue-book-invalid': {
    what: 'The cue book has an error; the last good one is used.',
    next: 'Ask your administrator to correct it: {{message}}',
  },
  'media-failure': { what: 'The call had no sound and was ended.', next: 'Check the network and call again.' },
  'hold-refused': {
    what: 'The PBX refused the hold; the call goes on.',
    next: 'The customer still hears you. Try again in a moment.',
  },
  'resume-refused': { what: 'The PBX refused to resume; the call is still held.', next: 'Press Resume once more.' },
  'no-common-codec': {
    what: 'The incoming call offered no sound that this desk understands; it was not connected.',
    next: 'Ask the customer to call again; if it happens again, tell your administrator the time.',
  },
  'turn-refused': {
    what: 'The TURN server takes neither name nor password; the call goes on.',
    next: 'Ask your administrator to check the TURN account in Settings · PBX; away from the office there may be no sound.',
  },
  'refer-declined': {
    what: 'The PBX wanted to send this call elsewhere; Sidetone declined and the call goes on.',
    next: 'To transfer a call, do it yourself; if this happens again, tell your administrator.',
  },
  'call-failed': { what: 'The call did not go through.', next: 'Try again in a moment.' },
  'unknown-extension': {
    what: 'The PBX has no such extension.',
    next: 'Check the extension and the SIP domain, or ask your administrator.',
  },
  'certificate-expired': {
    what: 'The PBX’s certificate has expired.',
    next: 'Ask your administrator to renew it; check this machine’s clock too.',
  },
  'server-error': {
    what: 'The central server failed; records are safe on this machine.',
    next: 'It is tried again by itself. Keep calling.',
  },
  'server-answer-invalid': {
    what: 'The central server’s answer was not understood; records are safe here.',
    next: 'Check the server address and version, or ask your administrator.',
  },
  unauthorized: {
    what: 'The central server does not know this desk; records stay here.',
    next: 'Get an enrolment token and enter it in Settings · Central server.',
  },
  'desk-mismatch': {
    what: 'This desk is enrolled under another name.',
    next: 'Enrol again with a new token.',
  },
  'not-ready': {
    what: 'A call cannot be made right now.',
    next: 'Finish the present call or wrap-up first.',
  },
  'ears-in-call': { what: 'The ears hear a call.', next: 'Try again after it.' },
  'not-now': {
    what: 'The state cannot change right now.',
    next: 'Finish the present call or wrap-up first.',
  },
  'desk-died': {
    what: 'Sidetone ended without warning; the call was cut off.',
    next: 'It is taken back at the next start.',
  },
  'taken-back': { what: 'The call was taken back.', next: 'Go on talking.' },
  'call-recovered': {
    what: 'Calls cut short by the last exit were written down: {{message}}.',
    next: 'See them in Records, marked as interrupted.',
  },
  'draft-unreadable': {
    what: 'Unfinished call records that could not be read: {{message}}.',
    next: 'Ask your administrator if you need them.',
  },
  'ears-audio': {
    what: 'The copilot gets no sound of this call; the call goes on.',
    next: 'Keep talking; restart Sidetone if it happens again.',
  },
  'ears-protocol': {
    what: 'The copilot was not understood; the call goes on.',
    next: 'Restart Sidetone; if it stays, ask your administrator.',
  },
  'local-store-failed': {
    what: 'Local storage cannot be written; new records may not be kept.',
    next: 'Check disk space and permissions; do not quit Sidetone: what is pending is kept once it works again.',
  },
  'payload-unreadable': {
    what: 'This record cannot be read; it may be damaged.',
    next: 'Ask your administrator; the server may have it.',
  },
  'key-invalid': {
    what: 'The key of the local records is not valid.',
    next: 'Sign in to the system again and restart; else ask your administrator.',
  },
  'settings-damaged': {
    what: 'The settings file was damaged; defaults are used.',
    next: 'Fill in the settings again and save.',
  },
  'dtmf-not-a-tone': {
    what: 'This key cannot be sent.',
    next: 'Only 0–9, * and # can.',
  },
  'file-unreadable': {
    what: 'The file cannot be read.',
    next: 'Check that it exists and may be read.',
  },
  'microphone-busy': {
    what: 'The microphone could not be opened; another program may hold it.',
    next: 'Close that program, or choose another microphone.',
  },
  'dns-timeout': {
    what: 'Looking up the host name took too long.',
    next: 'Check that the network or VPN is connected.',
  },
  'connect-timeout': {
    what: 'The PBX does not respond.',
    next: 'Check the address and port; a firewall may block it.',
  },
  'websocket-timeout': {
    what: 'The PBX did not answer the WebSocket handshake.',
    next: 'Check the path of the address; it often ends in /ws.',
  },
  'register-timeout': {
    what: 'The PBX did not answer the registration.',
    next: 'Check the SIP domain, or ask whether the PBX is well.',
  },
};
