import type { Cue } from '../../contracts/cues';
import { toFailure } from '../../contracts/errors';
import type { Settings } from '../../contracts/settings';
import { isUrgent } from '../../domain/card-budget';
import type { AppStore, LearntCard } from '../ui/model';
import { CardLearning } from './card-learning';
import type { LearningClient } from './learning-client';
import { isSameTeam, TeamLearning, teamOf } from './team-learning';

/** A team's figures move slowly. */
const REFRESH_MS = 30 * 60_000;

export interface LearningFlowOptions {
  store: AppStore;
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  settings(): Pick<Settings, 'server' | 'team' | 'copilot'>;
  /** Of the book in use: cards that nobody here could see are not explained. */
  cues(): readonly Cue[];
  nowMs(): number;
}

/**
 * What was learnt about cards, as Settings explain it, and the team's part of it: asked for at start, now and then, and
 * when the server comes back.
 */
export class LearningFlow {
  readonly #options: LearningFlowOptions;
  readonly #own: CardLearning;
  #client: Pick<LearningClient, 'cards'> | null = null;
  #trouble: { code: string; message: string } | null = null;

  constructor(options: LearningFlowOptions) {
    this.#options = options;
    this.#own = new CardLearning(options.storage);
    options.store.subscribe((now, before) => {
      const back = now.sync.serverState === 'online' && before.sync.serverState === 'offline';
      const { saved } = now.settings;
      const { saved: old } = before.settings;
      const moved = saved.team !== old.team || saved.copilot.learnFromTeam !== old.copilot.learnFromTeam;
      if (moved) this.#trouble = null;
      if (moved) this.show();
      if (back || moved) void this.refresh();
    });
  }

  /** The server may be asked. */
  enrolled(client: Pick<LearningClient, 'cards'>): void {
    if (!this.#client) setInterval(() => void this.refresh(), REFRESH_MS);
    this.#client = client;
    void this.refresh();
  }

  /** An answer that makes no sense changes nothing: the last good one stays. */
  async refresh(): Promise<void> {
    const { settings, storage, nowMs } = this.#options;
    const team = teamOf(settings());
    if (!team || !this.#client) return;
    // An answer for a team that is no longer this desk's comes too late: the right one is under way.
    const passed = () => !isSameTeam(team, teamOf(settings()));
    try {
      const cards = await this.#client.cards(team.name);
      if (passed()) return;
      new TeamLearning(storage, team).keep(cards, nowMs());
      this.#trouble = null;
    } catch (error) {
      if (passed()) return;
      const { code, message } = toFailure(error);
      this.#trouble = { code, message };
    }
    this.show();
  }

  /** Onto the page. */
  show(): void {
    const { store, storage, settings, cues } = this.#options;
    const team = new TeamLearning(storage, teamOf(settings()));
    const learnt = withTeam(this.#own.learnt(), team, cues());
    store.setState({ learnt, teamLearning: { atMs: team.atMs, trouble: this.#trouble } });
  }

  /** Forgets what this desk learnt of one card, or of all; what the team did stays. */
  forget(cueId?: string): void {
    this.#own.reset(cueId);
    this.show();
  }
}

/** The cards marked here, then those that only the team has marked, in the book's order. */
function withTeam(
  own: readonly Omit<LearntCard, 'team'>[],
  team: Pick<TeamLearning, 'counts'>,
  cues: readonly Cue[],
): LearntCard[] {
  const marked = new Set(own.map(({ cueId }) => cueId));
  const others = cues.flatMap((cue): LearntCard[] => {
    const counts = team.counts(cue.id);
    if (marked.has(cue.id) || counts.used + counts.dismissed === 0) return [];
    return [{ cueId: cue.id, title: cue.title, used: 0, dismissed: 0, urgent: isUrgent(cue), team: counts }];
  });
  return [...own.map((card) => ({ ...card, team: team.counts(card.cueId) })), ...others];
}
