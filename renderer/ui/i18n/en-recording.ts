import type { zhRecording, zhRecordingTrouble } from './zh-recording';

/** Recording: its state in a call, its player in the records, its settings, in English. */
export const enRecording: typeof zhRecording = {
  recording: {
    waiting: 'Not recorded',
    starting: 'Recording begins',
    recording: 'Recording',
    'paused-by-hand': 'Recording paused',
    'paused-for-card': 'Card: not recorded',
    stalled: 'Recording stalled',
    announcing: 'Telling the customer; you are not heard meanwhile',
    start: 'Record',
    pause: 'Pause recording',
    resume: 'Resume recording',
    change: {
      started: 'Recording begins',
      announced: 'The customer was told of the recording',
      'paused-by-hand': 'Recording paused by hand',
      'paused-for-card': 'Recording paused for a card number',
      resumed: 'Recording resumed',
      stalled: 'Recording stalled: nothing was written to the disk',
      flowing: 'Recording is written again',
      stopped: 'Recording ends',
    },
  },
  playback: {
    title: 'Recording',
    load: 'Open the recording',
    loading: 'Opening the recording…',
    play: 'Play',
    pause: 'Pause',
    seek: 'Position',
    speed: 'Speed',
    position: '{{at}} / {{total}}',
    cut: 'The recording was cut short (the program ended unexpectedly); this is what had been written.',
    export: 'Export…',
    exportTitle: 'Export the recording',
    exportAsk:
      'The exported file is not encrypted: anybody can play it. Left is the agent, right the customer. Export it?',
    exportSilent:
      'Silent in the exported file: {{count}} places taken out of the transcript (card, identity and telephone numbers and the like). What was not written down is not among them.',
    exportYes: 'Export',
    exportNo: 'Cancel',
    exported: 'Exported to {{file}}',
    waveform: 'Waveform: agent above, customer below',
  },
  recordingSettings: {
    title: 'Recording',
    hint: 'Each side in a channel of its own, encrypted on this computer.',
    when: 'Calls to record',
    off: 'None',
    all: 'All',
    outbound: 'Outbound',
    inbound: 'Inbound',
    'by-hand': 'By hand (R)',
    announce: 'At the start the customer hears',
    none: 'Nothing',
    beep: 'A beep',
    spoken: 'A spoken notice',
    beepEvery: 'Beep again every (seconds, 0: never)',
    pauseForCards: 'Leave out keys and card numbers by itself',
    pauseForCardsHint:
      'For this the last 15 seconds wait in memory: if the program is killed, they are not written. Spoken digits are found by the careful ear.',
    keepDays: 'Keep for (days)',
    maxMegabytes: 'At most (MB); the oldest go first',
  },
};

export const enRecordingTrouble: typeof zhRecordingTrouble = {
  'recording-stalled': {
    what: 'The recording is not being written to the disk.',
    next: 'Free some disk space: what is missing is then written. Leave what must be recorded for later.',
  },
  'recording-not-saved': {
    what: 'The end of a recording is not on the disk yet.',
    next: 'Free some disk space, and do not quit Sidetone.',
  },
  'recording-failed': {
    what: 'The recording could not begin ({{message}}).',
    next: 'The call is not touched; tell the administrator.',
  },
  'recording-missing': {
    what: 'This recording is not on this computer.',
    next: 'Its time may be over, or it is on another computer.',
  },
  'recording-damaged': {
    what: 'The file of this recording was changed or damaged, and does not open.',
    next: 'Tell the administrator.',
  },
  'recording-unreadable': {
    what: 'This recording was encrypted with another key, and does not open.',
    next: 'Tell the administrator.',
  },
  'recording-not-open': {
    what: 'The recording of this call is not open and cannot be gone on with.',
    next: 'The call is not affected; tell your administrator.',
  },
  'recording-shortened': {
    what: 'The recording’s file became shorter: what had been written is gone.',
    next: 'Check the disk, and tell your administrator.',
  },
  'opus-packet-unexpected': {
    what: 'The recording could not be encoded and stopped.',
    next: 'The call is not affected; tell your administrator.',
  },
  'recording-not-exported': { what: 'It could not be exported ({{message}}).', next: 'Try another folder.' },
};
