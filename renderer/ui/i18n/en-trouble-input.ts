import type { zhTroubleInput } from './zh-trouble-input';

/** What is wrong with what was typed or set, in English: numbers, addresses, certificates, accounts. */
export const enTroubleInput: typeof zhTroubleInput = {
  'number-empty': { what: 'There is no number yet.', next: 'Type or paste one, then press Call.' },
  'number-unreadable': {
    what: 'There is no number to call in this text.',
    next: 'Paste the number alone; numbers abroad start with +.',
  },
  'number-incomplete': {
    what: 'This number has too few or too many digits; it was not called.',
    next: 'Check it; add the country code to a number abroad.',
  },
  'number-ambiguous': {
    what: 'The text holds more than one number; none was called.',
    next: 'Paste only the one to call.',
  },
  'account-not-registered': {
    what: 'The account of this call is not registered; it cannot call.',
    next: 'Type the number and choose another account below it, or click the state at the top to see why.',
  },
  'register-interval': {
    what: 'The PBX does not take the time this desk wants to be registered for.',
    next: 'It is tried again by itself. If it stays so, ask for a shortest interval of 300 s or less.',
  },
  'certificate-untrusted': {
    what: 'This computer does not trust the PBX’s certificate (self-signed, or of an unknown issuer).',
    next: 'Ask your administrator for a trusted one, or for the issuer’s root certificate on this computer.',
  },
  'certificate-wrong-name': {
    what: 'The PBX’s certificate is for another host name.',
    next: 'Use the name in the certificate as the address, or ask your administrator to change it.',
  },
  'certificate-not-yet-valid': {
    what: 'The PBX’s certificate is not valid yet.',
    next: 'Check this machine’s date and time first; else ask your administrator.',
  },
  'websocket-not-found': {
    what: 'No PBX answers WebSocket at this address (HTTP {{message}}).',
    next: 'Check the path of the address; it often ends in /ws.',
  },
  'websocket-no-sip': {
    what: 'This address speaks WebSocket, but it is no SIP server.',
    next: 'Check address and path; ask your administrator whether SIP over WebSocket is switched on.',
  },
};
