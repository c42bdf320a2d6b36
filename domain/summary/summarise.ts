import type { CallCause } from '../../contracts/calls';
import type { FoundIntent, Intent, IntentBook } from '../../contracts/intents';
import type { CallSummary, SummaryKind, SummarySentence } from '../../contracts/summary';
import type { TranscriptLine } from '../../contracts/transcript';
import { standing } from '../intents/find-intents';
import { amountsOf } from './amounts';
import { citeLine, citeOf } from './cites';
import { nextActions, type FindDate } from './next-actions';
import { decide, unansweredDisposition } from './outcome';
import { WORDING } from './wording';

/** What is known of a call at hang-up. The language is the book's. */
export interface CallToSummarise {
  readonly answered: boolean;
  readonly cause: CallCause;
  /** When the clock of the lines began. */
  readonly audioStartedAt: Date;
  readonly lines: readonly TranscriptLine[];
  readonly intents: readonly FoundIntent[];
}

/**
 * The summary of a call by rules: the outcome, facts, objections, promises and what comes next, each sentence with the
 * words it rests on, and drafts of the disposition and the time to call back.
 */
export function summarise(call: CallToSummarise, book: IntentBook, findDate: FindDate): CallSummary {
  const { language } = book;
  const wording = WORDING[language];
  if (!call.answered) {
    const outcome = { kind: 'outcome' as const, text: wording.unanswered(call.cause), cites: [] };
    return { language, sentences: [outcome], disposition: unansweredDisposition(call.cause), callbackAt: null };
  }
  const found = standing(call.intents);
  const decision = decide(found, book);
  const decided = book.intents.find(({ id }) => id === decision?.by.id)?.title[language];
  const optedOut = decision?.disposition === 'opt-out';
  const actions = nextActions(found, book, call.lines, call.audioStartedAt, findDate).filter(
    // Who asks not to be called is not called back.
    ({ callback }) => !(callback && optedOut),
  );
  const callback = actions.find((action) => action.callback && action.date)?.date ?? null;
  const sentences = [
    ...outcomeOf(decision?.by ?? null, found, call, book),
    ...saidBy(found, book, call.lines, (intent) =>
      intent.kind === 'objection' || intent.kind === 'promise' || intent.title[language] === decided ? null : 'fact',
    ),
    ...amountsOf(call.lines).map((cite) => ({
      kind: 'fact' as const,
      text: wording.amount(cite.words),
      cites: [cite],
    })),
    ...saidBy(found, book, call.lines, ({ kind }) => (kind === 'objection' ? 'objection' : null)),
    ...saidBy(found, book, call.lines, ({ kind }) => (kind === 'promise' ? 'promise' : null)),
    ...toCheck(call, book),
    ...actions.map(({ text, date, cites }) => ({
      kind: 'next-action' as const,
      text: wording.next(text, date),
      cites: [...cites],
    })),
  ];
  return {
    language,
    sentences,
    disposition: decision?.disposition ?? (callback ? 'callback' : null),
    callbackAt: callback?.at.toISOString() ?? null,
  };
}

/** What decided the call; else that it is open, by the last objection or the customer's last words. */
function outcomeOf(
  by: FoundIntent | null,
  found: readonly FoundIntent[],
  call: CallToSummarise,
  book: IntentBook,
): SummarySentence[] {
  const wording = WORDING[book.language];
  if (by) {
    const title = book.intents.find(({ id }) => id === by.id)?.title[book.language] ?? by.words;
    return [{ kind: 'outcome', text: wording.outcome(title), cites: [citeOf(by, call.lines, book.language)] }];
  }
  const objection = found.findLast(({ kind }) => kind === 'objection');
  const last = [...call.lines].sort((a, b) => a.startMs - b.startMs).findLast(({ leg }) => leg === 'customer');
  const cite = objection ? citeOf(objection, call.lines, book.language) : last ? citeLine(last) : null;
  return cite ? [{ kind: 'outcome', text: wording.undecided, cites: [cite] }] : [];
}

/** A sentence for each intent that `kindOf` names a kind for, each once by its first words. */
function saidBy(
  found: readonly FoundIntent[],
  book: IntentBook,
  lines: readonly TranscriptLine[],
  kindOf: (intent: Intent) => SummaryKind | null,
): SummarySentence[] {
  const wording = WORDING[book.language];
  const seen = new Set<string>();
  return found.flatMap((one) => {
    const intent = book.intents.find(({ id }) => id === one.id);
    const kind = intent ? kindOf(intent) : null;
    if (!intent || !kind || seen.has(intent.id)) return [];
    seen.add(intent.id);
    const cite = citeOf(one, lines, book.language);
    return [{ kind, text: wording[one.leg](intent.title[book.language], cite.words), cites: [cite] }];
  });
}

function toCheck(call: CallToSummarise, book: IntentBook): SummarySentence[] {
  return call.intents
    .filter(({ denied }) => denied)
    .map((one) => citeOf(one, call.lines, book.language))
    .map((cite) => ({ kind: 'check', text: WORDING[book.language].check(cite.words), cites: [cite] }));
}
