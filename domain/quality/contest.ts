import { SidetoneError } from '../../contracts/errors';
import {
  contestEntrySchema,
  type ContestEntry,
  type QualityScore,
  type ScoredItem,
} from '../../contracts/quality-form';
import { withTotals } from './totals';

/** Who does it, and when (ISO). */
export interface Actor {
  readonly by: string;
  readonly at: string;
}

/** Where an item's contest stands. */
export type ContestState = 'none' | 'open' | 'accepted' | 'refused';

export function contestState(item: ScoredItem): ContestState {
  const last = item.history.at(-1);
  return last === undefined ? 'none' : last.type === 'contested' ? 'open' : last.type;
}

/**
 * ```
 *   none ─contest─► open ─decide─┬─► accepted: the item's points are given back, the total anew
 *                                └─► refused: the points stay; it may not be contested again
 * ```
 *
 * @throws SidetoneError `contest-not-possible`, which says why and what can be done instead.
 */
export function contest(score: QualityScore, itemId: string, comment: string, actor: Actor): QualityScore {
  const item = find(score, itemId);
  if (item.outcome === 'not-applicable') refuse(`"${itemId}" did not apply to this call, so it took no points`);
  const state = contestState(item);
  if (state === 'open') refuse(`"${itemId}" is contested already: wait for the supervisor's decision`);
  if (state === 'refused') refuse(`the contest of "${itemId}" was refused: a decision stands, talk to the supervisor`);
  if (item.outcome === 'met') refuse(`"${itemId}" has all its points: there is nothing to contest`);
  return replace(score, { ...item, history: [...item.history, entry({ type: 'contested', comment, ...actor })] });
}

/** The supervisor's word on a contest that is open; refusing one takes a comment. @throws SidetoneError as {@link contest}. */
export function decide(
  score: QualityScore,
  itemId: string,
  verdict: { accepted: boolean; comment: string | null },
  actor: Actor,
): QualityScore {
  const item = find(score, itemId);
  const state = contestState(item);
  if (state === 'none') refuse(`nobody contested "${itemId}": there is nothing to decide`);
  if (state !== 'open') refuse(`the contest of "${itemId}" was ${state} already: a decision stands`);
  if (item.history.at(-1)?.by === actor.by) refuse(`${actor.by} contested "${itemId}": somebody else must decide`);
  const type = verdict.accepted ? 'accepted' : 'refused';
  const history = [...item.history, entry({ type, ...actor, comment: verdict.comment })];
  return replace(
    score,
    verdict.accepted ? { ...item, outcome: 'met', points: item.weight, history } : { ...item, history },
  );
}

/** The score with what was said of its items since it was made; what can no longer be is left out. */
export function withHistory(
  score: QualityScore,
  items: readonly { itemId: string; history: readonly ContestEntry[] }[],
): QualityScore {
  return items.reduce(
    (whole, { itemId, history }) =>
      history.reduce((before, { type, by, at, comment }) => {
        try {
          if (type === 'contested') return contest(before, itemId, comment, { by, at });
          return decide(before, itemId, { accepted: type === 'accepted', comment }, { by, at });
        } catch {
          return before;
        }
      }, whole),
    score,
  );
}

/** Who contested, until the server has given the desk's own name. */
export const OWN_WORD = 'me';

/** The score with what the server told of it, and then with what waits to be sent. */
export function contestedScore(
  score: QualityScore,
  said: {
    known: readonly { itemId: string; history: readonly ContestEntry[] }[];
    waiting: readonly { itemId: string; comment: string; at: string }[];
  },
): QualityScore {
  const own = said.waiting.map(({ itemId, comment, at }) => ({
    itemId,
    history: [{ type: 'contested' as const, by: OWN_WORD, at, comment }],
  }));
  return withHistory(withHistory(score, said.known), own);
}

function find(score: QualityScore, itemId: string): ScoredItem {
  const item = score.items.find((candidate) => candidate.itemId === itemId);
  if (item) return item;
  return refuse(`there is no item "${itemId}"; this score has ${score.items.map((other) => other.itemId).join(', ')}`);
}

function replace(score: QualityScore, item: ScoredItem): QualityScore {
  return withTotals(
    score.form,
    score.items.map((other) => (other.itemId === item.itemId ? item : other)),
  );
}

function entry(value: { type: string; comment: string | null } & Actor): ContestEntry {
  const parsed = contestEntrySchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const key = issue?.path.join('.') ?? '';
  return refuse(
    key === 'comment' ? 'a comment is needed: say in a sentence why' : `${key}: ${issue?.message ?? 'not valid'}`,
  );
}

function refuse(why: string): never {
  throw new SidetoneError('contest-not-possible', why);
}
