import type { zhRewrite, zhRewriteTrouble } from './zh-rewrite';

/** The language model that may rewrite a summary, in English. */
export const enRewrite: typeof zhRewrite = {
  rewrite: {
    title: 'Summary by a language model',
    on: 'Have the summary rewritten by a language model',
    leaves:
      'What leaves this computer: at the end of each call with an answer, the transcript of both sides, line by line, goes once to the address below. Card, identity, account and telephone numbers, addresses, the names of customer and agent and the customer’s number are taken out first as far as they can be recognised; everything else that was said goes with it. No audio, no record and no customer card is sent.',
    baseUrl: 'Address (OpenAI-compatible)',
    baseUrlHint: 'Without /chat/completions; https:// only, http:// for this computer itself',
    model: 'Name of the model',
    key: 'API key',
    keyKept: 'Kept in the keychain; empty: as it is',
    keyNeeded: 'If the address needs one',
    forgetKey: 'Forget the key',
    keyGoes: 'The key is forgotten when you save',
    keepKey: 'Keep it',
    timeLimit: 'Time limit (s)',
    invalidTimeLimit: 'A whole number from 2 to 60.',
    test: 'Test',
    testing: 'Asking…',
    testHint: 'Sends a short made-up call, no real one',
    testOk:
      'Works: an answer after {{seconds}} s, {{kept}} of {{sentences}} sentences could be checked against the call.',
    invalidAddress: 'Starts with https:// (http:// only for localhost), without key or question mark',
    invalidModel: 'Is needed when it is on',
    asking: 'A language model is rewriting this…',
    by: 'Rewritten by a language model',
    undo: 'Undo',
    use: 'Use the rewritten one',
    there: 'A rewritten summary is there',
    redacted: '{{count}} spots taken out before it was sent to {{model}}',
    outcome: {
      asked: 'Sent to a language model, the answer was not waited for',
      shown: 'Rewritten by a language model',
      'set-aside': 'Rewritten by a language model, set aside',
      failed: 'Sent to a language model, without a usable answer',
    },
  },
};

export const enRewriteTrouble: typeof zhRewriteTrouble = {
  'llm-off': {
    what: 'Rewriting by a language model is off; the summary by rules stays.',
    next: 'Turn it on in Settings if you want it.',
  },
  'llm-cancelled': {
    what: 'This rewriting was given up; the summary by rules stays.',
    next: 'Nothing to do: the next call is tried again.',
  },
  'llm-unreachable': {
    what: 'The language model cannot be reached; the summary by rules stands.',
    next: 'Check its address and the network; the next call tries again.',
  },
  'llm-refused': {
    what: 'The language model refused; the summary by rules stands.',
    next: 'Check key, address and name of the model in Settings.',
  },
  'llm-timeout': {
    what: 'The language model took too long; the summary by rules stands.',
    next: 'Raise the time limit in Settings, or choose a faster model.',
  },
  'llm-nonsense': {
    what: 'Nothing in the language model’s answer could be checked; the summary by rules stands.',
    next: 'If it stays so, choose another model in Settings.',
  },
};
