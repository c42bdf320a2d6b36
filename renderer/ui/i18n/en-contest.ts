import type { zhContest, zhContestTrouble } from './zh-contest';

/** What agents say against a score and what supervisors decide, in English. */
export const enContest: typeof zhContest = {
  contest: {
    contest: 'Contest',
    contestItem: 'Contest: {{title}}',
    why: 'Why “{{title}}” should not cost points',
    whyHint: 'The supervisor sees this and what the score of the call rests on',
    send: 'Send',
    cancel: 'Cancel',
    contested: 'Contested',
    accepted: 'Accepted, score changed',
    refused: 'Score upheld',
    waiting: 'waiting to be sent',
    open: 'Contests to decide ({{count}})',
    call: 'Extension {{extension}} · {{name}}',
    decisionComment: 'Comment (needed to uphold)',
    accept: 'Change the score',
    refuse: 'Uphold',
  },
};

export const enContestTrouble: typeof zhContestTrouble = {
  'contest-not-possible': {
    what: 'This item cannot be contested or decided now.',
    next: 'Open the record again to see where it stands.',
  },
};
