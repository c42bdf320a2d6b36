import type { zhDesktop } from './zh-desktop';

/** Sidetone in the operating system, in English. */
export const enDesktop: typeof zhDesktop = {
  desktop: {
    show: 'Show Sidetone',
    quit: 'Quit Sidetone',
    answer: 'Answer',
    decline: 'Decline',
    hangUp: 'Hang up',
    mute: 'Mute',
    unmute: 'Unmute',
    ready: 'Ready',
    rest: 'Break',
    ringTitle: 'Call from {{name}}',
    notRegistered: 'Not registered: no call comes in',
    fromLink: 'A link asks to call this number. Check it, then press Call.',
    dropLink: 'Do not call',
  },
  mailbox: {
    some: 'New voice messages',
    count: 'New voice messages: {{count}}',
    listen: '{{text}}, call the mailbox to listen',
  },
  headset: {
    title: 'Headset buttons',
    hint: 'Answer, hang-up and mute buttons and the lights stay in step with the screen (telephony devices by WebHID).',
    none: 'No headset with telephone buttons was found. It appears here when it is plugged in.',
    find: 'Find a headset',
    inUse: 'buttons in use',
  },
  desktopSettings: {
    title: 'In the system',
    closeTo: 'Closing the window',
    closeQuit: 'Quits Sidetone',
    closeTray: 'Leaves it in the tray, calls still come',
    closeHint: 'On a desktop without a tray, start Sidetone again to get the window back.',
    openLinks: 'Open telephone links (tel:, sip:, callto:) with Sidetone',
    dialLinksAtOnce: 'Dial a link at once, without asking',
    shortcuts: 'Shortcuts in every program',
    shortcutsHint: 'They work while another window is in front. Click, then press the keys; Backspace removes them.',
    answer: 'Answer',
    hangUp: 'Hang up or decline',
    toggleMute: 'Mute or unmute',
    pushToTalk: 'Push to talk',
    pushToTalkHint:
      'Hold to speak while muted. Where the system does not repeat keys: once to open, again to close. In the window, hold the space bar.',
    none: 'None',
    press: 'Press the keys…',
    taken: 'Another program has these keys: choose others',
    doubled: 'The same keys as another command above',
    'unknown-keys': 'The system does not know these keys',
  },
};
