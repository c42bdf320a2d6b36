import type { TranscriptLine } from '../../contracts/transcript';

/** Letters run faster than figures and Chinese characters, which are a syllable each; a mark is a breath. */
const WEIGHT = { syllable: 1, letter: 0.35, mark: 0.4, space: 0.1 };
/** People do not speak evenly: widened by this share of the line and never less than this. */
const SLACK = { share: 0.12, leastMs: 400 };
/** So much of a line is silenced as a whole. */
const WHOLE_LINE_SHARE = 0.6;

/** When the characters from `start` to `end` of a line were said: by their share of the line, widened to be safe. */
export function spokenShare(line: TranscriptLine, start: number, end: number): { startMs: number; endMs: number } {
  const weights = Array.from({ length: line.text.length }, (_, index) => weightOf(line.text[index] ?? ''));
  const sum = (until: number) => weights.slice(0, until).reduce((total, weight) => total + weight, 0);
  const total = sum(line.text.length);
  const durationMs = Math.max(0, line.endMs - line.startMs);
  const from = total === 0 ? 0 : sum(start) / total;
  const to = total === 0 ? 1 : sum(end) / total;
  if (to - from >= WHOLE_LINE_SHARE) return { startMs: line.startMs, endMs: line.endMs };
  const slackMs = Math.max(SLACK.leastMs, durationMs * SLACK.share);
  return {
    startMs: Math.max(line.startMs, Math.floor(line.startMs + from * durationMs - slackMs)),
    endMs: Math.min(line.endMs, Math.ceil(line.startMs + to * durationMs + slackMs)),
  };
}

function weightOf(character: string): number {
  if (/\p{N}|\p{Script=Han}/u.test(character)) return WEIGHT.syllable;
  if (/\p{L}/u.test(character)) return WEIGHT.letter;
  return /\s/u.test(character) ? WEIGHT.space : WEIGHT.mark;
}
