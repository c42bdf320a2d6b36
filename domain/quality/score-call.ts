import type { Evidence, FoundIntent } from '../../contracts/intents';
import type { QualityForm, QualityItem, QualityReason, QualityScore, ScoredItem } from '../../contracts/quality-form';
import type { TranscriptLine } from '../../contracts/transcript';
import { longestDeadAirMs, type ConversationFigures } from '../conversation/measure';
import { standing } from '../intents/find-intents';
import { findSaid, readAgent, type AgentWords } from './said';
import { withTotals } from './totals';

/** What is known of a call when it is scored. */
export interface CallToScore {
  readonly answered: boolean;
  /** From when to when it was up, on the clock of the lines. */
  readonly connected: { readonly startMs: number; readonly endMs: number };
  readonly lines: readonly TranscriptLine[];
  readonly figures: ConversationFigures;
  readonly intents: readonly FoundIntent[];
  /** When the desk played the notice of recording; null when it did not. */
  readonly noticePlayedAtMs: number | null;
}

/** What came of one item. */
interface Finding {
  readonly outcome: ScoredItem['outcome'];
  readonly reason: QualityReason;
  readonly measured?: number;
  readonly evidence?: readonly Evidence[];
}

/** Scores a call by a form. An item that cannot be judged does not apply: it neither gives nor takes. */
export function scoreCall(form: QualityForm, call: CallToScore): QualityScore {
  const agent = readAgent(call.lines);
  const items = form.items.map((item): ScoredItem => {
    const finding = unfit(form, call) ?? judge(item, call, agent);
    return {
      itemId: item.id,
      type: item.type,
      title: item.title,
      weight: item.weight,
      fails: item.fails,
      outcome: finding.outcome,
      points: finding.outcome === 'not-applicable' ? null : finding.outcome === 'met' ? item.weight : 0,
      reason: finding.reason,
      measured: finding.measured ?? null,
      evidence: [...(finding.evidence ?? [])],
      history: [],
    };
  });
  return withTotals({ name: form.name, language: form.language, version: form.version }, items);
}

function unfit(form: QualityForm, { answered, connected }: CallToScore): Finding | null {
  if (!answered) return { outcome: 'not-applicable', reason: 'not-answered' };
  const short = connected.endMs - connected.startMs < form.fromSeconds * 1000;
  return short ? { outcome: 'not-applicable', reason: 'too-short' } : null;
}

function judge(item: QualityItem, call: CallToScore, agent: AgentWords): Finding {
  const { ifIntent } = item;
  if (ifIntent) {
    if (call.lines.length === 0) return { outcome: 'not-applicable', reason: 'no-transcript' };
    const asked = standing(call.intents).some((intent) => ifIntent.includes(intent.id));
    if (!asked) return { outcome: 'not-applicable', reason: 'no-such-occasion' };
  }
  switch (item.type) {
    case 'say':
    case 'closing':
      return mustSay(item, call, agent);
    case 'notice-of-recording':
      return noticed(item, call, agent);
    case 'never-say':
      return neverSay(item, call, agent);
    default:
      return measured(item, call.figures);
  }
}

interface MustSay {
  readonly phrases: readonly string[];
  readonly withinSeconds?: number | undefined;
  readonly beforeEndSeconds?: number | undefined;
}

function mustSay(item: MustSay, call: CallToScore, agent: AgentWords): Finding {
  if (call.lines.length === 0) return { outcome: 'not-applicable', reason: 'no-transcript' };
  const said = findSaid(item.phrases, agent);
  const latestMs = call.connected.startMs + (item.withinSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  const earliestMs = call.connected.endMs - (item.beforeEndSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  const inTime = said.find(({ atMs, endMs }) => atMs <= latestMs && endMs >= earliestMs);
  if (inTime) return { outcome: 'met', reason: 'said', evidence: [inTime] };
  const [nearest] = said;
  if (!nearest) return { outcome: 'not-met', reason: 'not-said' };
  return {
    outcome: 'not-met',
    reason: nearest.atMs > latestMs ? 'said-too-late' : 'said-too-early',
    evidence: [nearest],
  };
}

function noticed(item: MustSay & { withinSeconds: number }, call: CallToScore, agent: AgentWords): Finding {
  const playedMs = call.noticePlayedAtMs;
  if (playedMs !== null && playedMs <= call.connected.startMs + item.withinSeconds * 1000) {
    return {
      outcome: 'met',
      reason: 'played',
      evidence: [{ leg: 'agent', atMs: playedMs, endMs: playedMs, words: '' }],
    };
  }
  return mustSay(item, call, agent);
}

function neverSay(item: QualityItem & { type: 'never-say' }, call: CallToScore, agent: AgentWords): Finding {
  if (call.lines.length === 0) return { outcome: 'not-applicable', reason: 'no-transcript' };
  const evidence = findSaid(item.phrases, agent, item.except);
  if (evidence.length === 0) return { outcome: 'met', reason: 'never-said' };
  return { outcome: 'not-met', reason: 'forbidden-said', evidence };
}

type MeasuredItem = Extract<QualityItem, { type: 'max-interruptions' | 'max-dead-air-seconds' | 'talk-ratio' }>;

function measured(item: MeasuredItem, figures: ConversationFigures): Finding {
  if (figures.talkRatio === null) return { outcome: 'not-applicable', reason: 'no-speech' };
  switch (item.type) {
    case 'max-interruptions': {
      const own = figures.interruptions.filter(({ by }) => by === 'agent');
      return limit(own.length <= item.most, own.length, own.map(asEvidence));
    }
    case 'max-dead-air-seconds': {
      const longestSeconds = longestDeadAirMs(figures) / 1000;
      const tooLong = figures.deadAir.filter(({ startMs, endMs }) => endMs - startMs > item.most * 1000);
      return limit(longestSeconds <= item.most, longestSeconds, tooLong.map(asEvidence));
    }
    case 'talk-ratio':
      return limit(figures.talkRatio >= item.least && figures.talkRatio <= item.most, figures.talkRatio, []);
  }
}

function limit(met: boolean, value: number, evidence: readonly Evidence[]): Finding {
  return { outcome: met ? 'met' : 'not-met', reason: met ? 'within-limit' : 'beyond-limit', measured: value, evidence };
}

/** A place in the audio without words of its own. */
function asEvidence({ startMs, endMs }: { startMs: number; endMs: number }): Evidence {
  return { leg: 'agent', atMs: startMs, endMs, words: '' };
}
