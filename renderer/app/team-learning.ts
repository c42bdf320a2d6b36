import { z } from 'zod';
import { cardLearningSchema, type CardLearningAnswer } from '../../contracts/server-api';
import type { Settings } from '../../contracts/settings';
import type { CardCounts } from '../../domain/card-budget';
import { CardLearning } from './card-learning';

const KEY = 'sidetone-team-counts';
const keptSchema = cardLearningSchema.extend({ server: z.string(), name: z.string(), atMs: z.number() });

/** A team at a server; an empty name: all its desks. */
export interface Team {
  server: string;
  name: string;
}

/** From whom this desk learns; null: from its own agent alone. */
export function teamOf({ server, team, copilot }: Pick<Settings, 'server' | 'team' | 'copilot'>): Team | null {
  return server && copilot.learnFromTeam ? { server: server.url, name: team } : null;
}

export function isSameTeam(one: Team | null, other: Team | null): boolean {
  return one?.server === other?.server && one?.name === other?.name;
}

const NOTHING: CardCounts = { used: 0, dismissed: 0 };

/**
 * What the team's other desks did with each card, as the server last said it. Kept on the desk, so that a network that is
 * down changes nothing: card ids and two numbers each, which need no encryption. Another team's are nobody's.
 */
export class TeamLearning {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly #team: Team | null;
  #atMs: number | null = null;
  #counts = new Map<string, CardCounts>();

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>, team: Team | null) {
    this.#storage = storage;
    this.#team = team;
    const kept = team && read(storage);
    if (kept && isSameTeam(kept, team)) this.#take(kept.cards, kept.atMs);
  }

  /** When the server said so, ms since the epoch; null: it never did. */
  get atMs(): number | null {
    return this.#atMs;
  }

  counts(cueId: string): CardCounts {
    return this.#counts.get(cueId) ?? NOTHING;
  }

  keep(cards: CardLearningAnswer['cards'], atMs: number): void {
    if (!this.#team) return;
    const kept: z.infer<typeof keptSchema> = { ...this.#team, atMs, cards };
    this.#storage.setItem(KEY, JSON.stringify(kept));
    this.#take(cards, atMs);
  }

  /** A card of several languages is one, as in the desk's own counts. */
  #take(cards: CardLearningAnswer['cards'], atMs: number): void {
    this.#atMs = atMs;
    this.#counts = new Map();
    for (const { cueId, used, dismissed } of cards) {
      const before = this.counts(cueId);
      this.#counts.set(cueId, { used: before.used + used, dismissed: before.dismissed + dismissed });
    }
  }
}

function read(storage: Pick<Storage, 'getItem'>): z.infer<typeof keptSchema> | null {
  try {
    return keptSchema.parse(JSON.parse(storage.getItem(KEY) ?? ''));
  } catch {
    return null;
  }
}

/** What a call asks about its cards, and tells of them. */
export interface Learning extends Pick<CardLearning, 'counts' | 'note'> {
  team(cueId: string): CardCounts;
}

/** What the agent and the team have taught so far. */
export function learningOf(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>, team: Team | null): Learning {
  const own = new CardLearning(storage);
  const others = new TeamLearning(storage, team);
  return {
    counts: (cueId) => own.counts(cueId),
    team: (cueId) => others.counts(cueId),
    note: (card, mark) => own.note(card, mark),
  };
}

/** What is done with a card while practising teaches nothing of real calls, and what was learnt of them keeps none back. */
export const PRACTICE_LEARNING: Learning = { counts: () => NOTHING, team: () => NOTHING, note: () => undefined };
