import type { zhDisplay } from './zh-display';

/** Cards and what was learnt about them, and how the window is read, in English. */
export const enDisplay: typeof zhDisplay = {
  cards: {
    title: 'Cards',
    perMinute: 'Cards a minute, at most',
    perMinuteHint: '1 – 60. Urgent cards come beside',
    holdOut: 'Held out for comparison',
    holdOutHint:
      '0 – 50 %. In this share of calls a card is not shown, so that what it brings can be measured: cue book, Compare',
    noiseFilter: 'Noise filter for the copilot',
    noiseFilterHint:
      'Only what the copilot hears, from the next call on. It heard less with it when we measured: leave it off, or try it on recordings first',
    noiseFilterUse: { off: 'Off', recogniser: 'For the transcript', both: 'For keywords and transcript' },
    learnt: 'Learnt from what you do',
    learntHint: 'Each “Used” and “Not now” counts once, on this computer and with nothing of a call.',
    learnFromTeam: 'Learn from the team too',
    learnFromTeamHint:
      'What the other desks of your team used or put away counts as at most 8 showings of your own: it helps a card along, and your own word decides',
    learnFromTeamNeeds: 'Needs a central server',
    teamAsOf: 'Your team’s counts: the last 90 days, as of {{time}}. To forget your own leaves them as they are.',
    teamNone: 'No counts of your team yet.',
    teamTrouble: 'Your team’s counts were not brought up to date; the last ones stay in use. {{what}}',
    nothingLearnt: 'Once you have used a card or put one away, each is explained here: why it comes less, or as usual.',
    counts: 'Used {{used}} times of {{total}}; expected to be used {{low}} – {{high}} % of the time',
    countsNone: 'Not marked by you yet; expected to be used {{low}} – {{high}} % of the time',
    teamCounts: 'Your team used it in {{used}} of {{total}} cases, which counts as {{showings}} of yours.',
    byTeam: {
      less: ' Without the team it would be shown as usual.',
      usual: ' Without the team it would be shown less.',
    },
    state: {
      usual: 'Shown as usual',
      less: 'Shown less: at best used less than {{share}} % of the time',
      urgent: 'Urgent: always shown',
    },
    forget: 'Forget how “{{title}}” was used',
    forgetAll: 'Forget all',
  },
  display: {
    title: 'Reading and screen readers',
    textSize: 'Text size',
    screenReaderFirst: 'Screen reader first',
    screenReaderHint: 'New cards are read out at once, captions stay open and are read out, nothing moves',
  },
};
