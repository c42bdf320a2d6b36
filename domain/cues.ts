import type { Cue, CueBook, ShownCard } from '../contracts/cues';
import type { Keyword, KeywordEvent } from '../contracts/speech';
import { isDenied, waitsForTheSentence, withDenial, type Denial } from './cue-rules/denials';
import { phrasesOf } from './cue-rules/evaluate';
import { noteFact, startFacts, type CueFacts, type CueSignal } from './cue-rules/facts';
import { askRules, type RuleChange, type RulesMet } from './cue-rules/rule-cards';

/** What became of one keyword that a card rests on. */
type Support = 'heard' | 'confirmed' | 'withdrawn';

interface TrackedCard {
  readonly shown: ShownCard;
  /** Keyword id → what became of it. A card falls only when nothing supports it any more. */
  readonly support: Readonly<Record<string, Support>>;
  readonly poppedAtMs: number;
}

/** The cards of one call. Written only by {@link reduceCues} and {@link markCard}. */
export interface CueState {
  readonly book: CueBook;
  /** In the order they popped; cards stay, whatever becomes of them. */
  readonly cards: readonly TrackedCard[];
  readonly facts: CueFacts;
  readonly denials: readonly Denial[];
  readonly met: RulesMet;
}

export interface CueStep {
  state: CueState;
  /** Cards that are new or have changed, in the order they popped. */
  changes: ShownCard[];
}

/** `customer`: what the customer card says, for the rules that ask. */
export function startCues(book: CueBook, customer: CueFacts['customer'] = []): CueState {
  return { book, cards: [], facts: startFacts(customer, book.script[0]?.id ?? null), denials: [], met: {} };
}

/**
 * Speech events → cards.
 *
 * ```
 *   keyword (fast ear) ──► hearing ──keyword-confirmed──► confirmed
 *                             │ keyword-withdrawn, when no other keyword supports the card
 *                             ▼
 *                          withdrawn ──the same keyword confirmed after all──► confirmed
 *   keyword, already confirmed ──► confirmed.      used, dismissed: the agent's word, and it stays.
 * ```
 *
 * A draft confirms no card that acts (`waitsForTheSentence`): until the sentence is over its words may be denied.
 *
 * A cue heard again within its cool-down pops no second card: the words join the card that is up, and may confirm it.
 * A card that was withdrawn starts no cool-down, for the words it waited for were never said. A keyword with which an
 * intent of the card was denied supports nothing, whether the denial is told before it or after.
 *
 * @param nowMs ms since the call's audio began, monotonic: for cool-downs only.
 */
export function reduceCues(state: CueState, signal: CueSignal, nowMs: number): CueStep {
  const { state: spoken, changes } = reducePhrases(state, signal, nowMs);
  const facts = noteFact(spoken.facts, signal);
  const { met, changes: ruleChanges } = askRules(state.book.cues, facts, spoken.met);
  const fallen = signal.type === 'keyword-withdrawn';
  const ruled = ruleChanges.reduce((next, change) => ruleChanged(next, change, fallen, nowMs), {
    ...spoken,
    facts,
    met,
  });
  return { state: ruled, changes: [...changes, ...step(spoken, ruled.cards).changes] };
}

/** A rule's card pops when its condition comes to hold, and stays when it has passed: only words unsaid take it back. */
function ruleChanged(state: CueState, { cue, verdict, before }: RuleChange, fallen: boolean, nowMs: number): CueState {
  const last = state.cards.findLast(({ shown }) => shown.cueId === cue.id);
  const id = ruleSupport(cue);
  if (verdict.truth === 'no') {
    if (!fallen || !last) return state;
    return { ...state, cards: state.cards.map((card) => (card === last ? supported(card, id, 'withdrawn') : card)) };
  }
  const support = verdict.truth === 'certain' ? 'confirmed' : 'heard';
  if (last && (before !== 'no' || coolsDown(last, cue, nowMs) || isSpent(last, cue)))
    return { ...state, cards: state.cards.map((card) => (card === last ? supported(card, id, support) : card)) };
  const { leg, words, endMs } = verdict.evidence ?? { leg: 'customer', words: '', endMs: state.facts.nowMs };
  const event = { id, phrase: words, leg, endMs };
  return { ...state, cards: [...state.cards, newCard(cue, event, support, state.cards.length + 1, nowMs)] };
}

export function ruleSupport({ id }: Cue): string {
  return `rule ${id}`;
}

function reducePhrases(state: CueState, event: CueSignal, nowMs: number): CueStep {
  switch (event.type) {
    case 'keyword':
      return heard(state, event, event.confirmed ? 'confirmed' : 'heard', nowMs);
    case 'keyword-confirmed':
      // Its cards may be missing, if the words were heard before this book was loaded.
      return isTracked(state, event.id) ? confirmed(state, event) : heard(state, event, 'confirmed', nowMs);
    case 'keyword-withdrawn':
      return update(state, event.id, 'withdrawn');
    case 'intent-denied':
      return deny(state, event);
    default:
      return { state, changes: [] };
  }
}

/** The agent used a card's line, or waved the card away. An unknown card, or one already marked so, changes nothing. */
export function markCard(state: CueState, cardId: string, mark: 'used' | 'dismissed'): CueStep {
  return replaceCards(state, (card) =>
    card.shown.cardId === cardId ? { ...card, shown: { ...card.shown, state: mark } } : card,
  );
}

/** What became of a card that popped; one that is withheld stays in the log and does not lead. */
export function admitCard(state: CueState, cardId: string, become: Pick<ShownCard, 'withheld' | 'trial'>): CueState {
  const cards = state.cards.map((card) =>
    card.shown.cardId === cardId ? { ...card, shown: { ...card.shown, ...become } } : card,
  );
  return { ...state, cards };
}

/** Every card of the call, in the order they popped. */
export function allCards(state: CueState): ShownCard[] {
  return state.cards.map((card) => card.shown);
}

/**
 * The most urgent card to act on (hearing or confirmed); of equals the one heard last, for that is what is talked of.
 * `cards` in the order they popped.
 */
export function leadingCard(cards: readonly ShownCard[]): ShownCard | null {
  const [first] = cards
    .filter((card) => (card.state === 'hearing' || card.state === 'confirmed') && card.withheld === undefined)
    .reverse()
    .sort((a, b) => a.priority - b.priority || b.heardAtMs - a.heardAtMs);
  return first ?? null;
}

/**
 * The first opt-out card that stands: confirmed by an ear, or used by the agent, who heard it too. Dismissing a
 * confirmed card does not undo what the customer said.
 */
export function confirmedOptOut(state: CueState): ShownCard | null {
  const card = state.cards.find(
    ({ shown, support }) =>
      shown.action === 'opt-out' && (shown.state === 'used' || Object.values(support).includes('confirmed')),
  );
  return card?.shown ?? null;
}

/** The phrases to listen for, each once, at the book's threshold for it or at the lowest that any card asks for. */
export function keywordsOf(book: CueBook): Keyword[] {
  const ofPhrase = new Map(Object.entries(book.thresholds ?? {}).map(([phrase, value]) => [normalise(phrase), value]));
  const byPhrase = new Map<string, Keyword>();
  for (const cue of book.cues) {
    for (const phrase of [...cue.phrases, ...(cue.when ? phrasesOf(cue.when) : [])]) {
      const key = normalise(phrase);
      const known = byPhrase.get(key);
      byPhrase.set(key, {
        phrase: known?.phrase ?? phrase,
        threshold: ofPhrase.get(key) ?? Math.min(known?.threshold ?? 1, cue.threshold),
        ...(book.accents ? { accents: book.accents } : {}),
      });
    }
  }
  return [...byPhrase.values()];
}

function heard(state: CueState, event: KeywordEvent, support: Support, nowMs: number): CueStep {
  if (isTracked(state, event.id)) return support === 'confirmed' ? confirmed(state, event) : unchanged(state);
  const cues = state.book.cues.filter((cue) => matches(cue, event) && !isDenied(state.denials, cue, factOf(event)));
  let cards = state.cards;
  for (const cue of cues) {
    const here = event.draft && waitsForTheSentence(cue) ? 'heard' : support;
    const recent = cards.findLast(
      (card) => card.shown.cueId === cue.id && (coolsDown(card, cue, nowMs) || isSpent(card, cue)),
    );
    if (recent) {
      cards = cards.map((card) => (card === recent ? supported(card, event.id, here) : card));
    } else {
      cards = [...cards, newCard(cue, event, here, cards.length + 1, nowMs)];
    }
  }
  return step(state, cards);
}

type CardWords = Pick<KeywordEvent, 'id' | 'phrase' | 'leg' | 'endMs'>;

function newCard(cue: Cue, event: CardWords, support: Support, count: number, nowMs: number): TrackedCard {
  return {
    shown: {
      cardId: `${cue.id}-${count}`,
      cueId: cue.id,
      title: cue.title,
      action: cue.action,
      priority: cue.priority,
      lines: cue.lines,
      phrase: event.phrase,
      leg: event.leg,
      heardAtMs: event.endMs,
      keywordId: event.id,
      state: support === 'confirmed' ? 'confirmed' : 'hearing',
    },
    support: { [event.id]: support },
    poppedAtMs: nowMs,
  };
}

function coolsDown(card: TrackedCard, cue: Cue, nowMs: number): boolean {
  return card.shown.state !== 'withdrawn' && nowMs - card.poppedAtMs < cue.coolDownMs;
}

/** Shown once, and once is enough; a card that was taken back was none. */
function isSpent({ shown }: TrackedCard, { oncePerCall }: Cue): boolean {
  return oncePerCall && shown.state !== 'withdrawn';
}

function update(state: CueState, keywordId: string, support: Support): CueStep {
  return replaceCards(state, (card) =>
    Object.hasOwn(card.support, keywordId) ? supported(card, keywordId, support) : card,
  );
}

function confirmed(state: CueState, event: KeywordEvent): CueStep {
  return replaceCards(state, (card) => {
    if (!Object.hasOwn(card.support, event.id)) return card;
    const cue = cueOf(state, card);
    if (cue !== undefined && isDenied(state.denials, cue, factOf(event))) return supported(card, event.id, 'withdrawn');
    const isConfirmed = card.support[event.id] === 'confirmed';
    const waits = event.draft && !isConfirmed && cue !== undefined && waitsForTheSentence(cue);
    return supported(card, event.id, waits ? 'heard' : 'confirmed');
  });
}

/** Cards that rest on words of the utterance in which their intent was denied lose them. */
function deny(state: CueState, denial: Denial): CueStep {
  const denials = withDenial(state.denials, denial);
  if (denials === state.denials) return unchanged(state);
  return replaceCards({ ...state, denials }, (card) => {
    const cue = cueOf(state, card);
    if (!cue) return card;
    return state.facts.keywords
      .filter((keyword) => Object.hasOwn(card.support, keyword.id) && isDenied([denial], cue, keyword))
      .reduce((next, { id }) => supported(next, id, 'withdrawn'), card);
  });
}

function cueOf({ book }: CueState, { shown }: TrackedCard): Cue | undefined {
  return book.cues.find(({ id }) => id === shown.cueId);
}

function factOf({ leg, endMs, phrase }: KeywordEvent): { leg: KeywordEvent['leg']; endMs: number; words: string } {
  return { leg, endMs, words: phrase };
}

function supported(card: TrackedCard, keywordId: string, support: Support): TrackedCard {
  const all: Record<string, Support> = { ...card.support, [keywordId]: support };
  const state = card.shown.state;
  // The agent's word stands over the ears'.
  if (state === 'used' || state === 'dismissed') return { ...card, support: all };
  const values = Object.values(all);
  const next = values.includes('confirmed') ? 'confirmed' : values.includes('heard') ? 'hearing' : 'withdrawn';
  return { ...card, support: all, shown: next === state ? card.shown : { ...card.shown, state: next } };
}

function replaceCards(state: CueState, change: (card: TrackedCard) => TrackedCard): CueStep {
  return step(state, state.cards.map(change));
}

function step(state: CueState, cards: readonly TrackedCard[]): CueStep {
  const changes = cards.flatMap(({ shown }, index) => {
    const before = state.cards[index]?.shown;
    return before === undefined || before.state !== shown.state ? [shown] : [];
  });
  return { state: { ...state, cards }, changes };
}

function unchanged(state: CueState): CueStep {
  return { state, changes: [] };
}

function isTracked(state: CueState, keywordId: string): boolean {
  return state.cards.some((card) => Object.hasOwn(card.support, keywordId));
}

function matches(cue: Cue, event: KeywordEvent): boolean {
  if (cue.leg !== 'either' && cue.leg !== event.leg) return false;
  const phrase = normalise(event.phrase);
  return cue.phrases.some((own) => normalise(own) === phrase);
}

function normalise(phrase: string): string {
  return phrase.normalize('NFKC').trim().toLowerCase().replaceAll('’', "'").replace(/\s+/g, ' ');
}
