import type { Leg } from '../../../contracts/audio';
import type { CardState } from '../../../contracts/cues';
import type { TimelineEntry } from '../../../contracts/records';

export interface Block {
  leftPercent: number;
  widthPercent: number;
}
export interface TimelineGeometry {
  speech: (Block & { leg: Leg })[];
  keywords: { leg: Leg; leftPercent: number; phrase: string; outcome: 'heard' | 'confirmed' | 'withdrawn' }[];
  /** A card's flag stands where it first showed; `state` is the last. Rows keep labels apart. */
  cards: { leftPercent: number; title: string; state: CardState; row: number; atMs: number }[];
  holds: Block[];
  mutes: Block[];
  gaps: { leg: Leg; leftPercent: number }[];
  /** Seconds marks along the axis. */
  ticks: { leftPercent: number; atMs: number }[];
}

const TICK_STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600].map((seconds) => seconds * 1000);
const MOST_TICKS = 6;
/** Least distance of two flags in one row. */
const FLAG_PERCENT = 22;
const MIN_BLOCK_PERCENT = 0.4;

/** The length a timeline is drawn over: the whole call, or longer when a mark lies beyond its end. At least 1 ms. */
export function timelineLengthMs(entries: readonly TimelineEntry[], callMs: number): number {
  return entries.reduce(
    (most, entry) => Math.max(most, entry.type === 'speech' ? entry.endMs : entry.atMs),
    Math.max(1, callMs),
  );
}

/** Where everything of a call lies, in percent of its length. Pure. */
export function timelineGeometry(entries: readonly TimelineEntry[], callMs: number): TimelineGeometry {
  const lengthMs = timelineLengthMs(entries, callMs);
  const percent = (atMs: number) => (atMs / lengthMs) * 100;
  const block = (fromMs: number, toMs: number): Block => {
    const widthPercent = Math.max(MIN_BLOCK_PERCENT, percent(toMs - fromMs));
    return { leftPercent: Math.min(percent(fromMs), 100 - widthPercent), widthPercent };
  };
  const geometry: TimelineGeometry = {
    speech: [],
    keywords: [],
    cards: [],
    holds: spans(entries, isHeld).map(([from, to]) => block(from, to ?? lengthMs)),
    mutes: spans(entries, isMuted).map(([from, to]) => block(from, to ?? lengthMs)),
    gaps: [],
    ticks: ticks(lengthMs).map((atMs) => ({ atMs, leftPercent: percent(atMs) })),
  };
  for (const entry of entries) {
    if (entry.type === 'speech') geometry.speech.push({ leg: entry.leg, ...block(entry.atMs, entry.endMs) });
    if (entry.type === 'gap') geometry.gaps.push({ leg: entry.leg, leftPercent: percent(entry.atMs) });
    if (entry.type === 'keyword') {
      const { leg, phrase, outcome } = entry;
      geometry.keywords.push({ leg, phrase, outcome, leftPercent: percent(entry.atMs) });
    }
  }
  geometry.cards = flags(entries, percent);
  return geometry;
}

function isHeld(entry: TimelineEntry): boolean | null {
  return entry.type === 'phase' ? entry.phase === 'held' : null;
}
function isMuted(entry: TimelineEntry): boolean | null {
  return entry.type === 'mute' ? entry.muted : null;
}

/** From each change to true to the next change to false; the last may be open. */
function spans(
  entries: readonly TimelineEntry[],
  value: (entry: TimelineEntry) => boolean | null,
): [fromMs: number, toMs: number | null][] {
  const found: [number, number | null][] = [];
  let fromMs: number | null = null;
  for (const entry of entries) {
    const now = value(entry);
    if (now === true && fromMs === null) fromMs = entry.atMs;
    if (now === false && fromMs !== null) {
      found.push([fromMs, entry.atMs]);
      fromMs = null;
    }
  }
  if (fromMs !== null) found.push([fromMs, null]);
  return found;
}

/** One flag for each showing of a card: a later state of the same card moves no flag, it changes its state. */
function flags(entries: readonly TimelineEntry[], percent: (atMs: number) => number): TimelineGeometry['cards'] {
  const cards: TimelineGeometry['cards'] = [];
  const open = new Map<string, number>();
  for (const entry of entries) {
    if (entry.type !== 'card') continue;
    const known = open.get(entry.cueId);
    const flag = known === undefined ? undefined : cards[known];
    if (flag && entry.state !== 'hearing') {
      flag.state = entry.state;
      if (entry.state !== 'confirmed') open.delete(entry.cueId);
      continue;
    }
    open.set(entry.cueId, cards.length);
    cards.push({ leftPercent: percent(entry.atMs), title: entry.title, state: entry.state, atMs: entry.atMs, row: 0 });
  }
  const rowEnds: number[] = [];
  for (const card of cards) {
    let row = rowEnds.findIndex((end) => end <= card.leftPercent);
    if (row < 0) row = rowEnds.length;
    rowEnds[row] = card.leftPercent + FLAG_PERCENT;
    card.row = row;
  }
  return cards;
}

function ticks(lengthMs: number): number[] {
  const stepMs = TICK_STEPS_MS.find((step) => lengthMs / step <= MOST_TICKS) ?? Math.ceil(lengthMs / MOST_TICKS);
  return Array.from({ length: Math.floor(lengthMs / stepMs) + 1 }, (_, index) => index * stepMs);
}
