import type { TranscriptLine } from '../../contracts/transcript';
import { builtInReview } from '../../domain/review/built-in';
import { reviewCall } from '../../domain/review/review-call';
import { rewriteText } from '../../domain/summary/rewrite';
import { conversations } from '../../domain/testing/conversations';
import type { Comparison, Measure } from '../measure';
import { interleave } from '../statistics';

const MINUTES = [5, 30, 60];
const REPETITIONS = 7;
const PAUSE_MS = 2_000;

/** Chinese calls of the tests, one after another, until they last so long. */
function transcript(minutes: number): TranscriptLine[] {
  const calls = conversations.filter(({ language }) => language === 'zh');
  const lines: TranscriptLine[] = [];
  for (let at = 0; ; at += 1) {
    const fromMs = (lines.at(-1)?.endMs ?? 0) + PAUSE_MS;
    for (const line of calls[at % calls.length]?.lines ?? []) {
      const moved = { ...line, startMs: fromMs + line.startMs, endMs: fromMs + line.endMs };
      if (moved.endMs > minutes * 60_000) return lines;
      lines.push(moved);
    }
  }
}

/** What the window does when a call ends: intents, score, feelings and the summary. */
function ours(lines: readonly TranscriptLine[]): number {
  return reviewCall({
    language: 'zh',
    lines,
    spans: [],
    answered: true,
    cause: 'agent-hangup',
    audioStartedAt: new Date(2026, 10, 28, 10),
    connected: { startMs: 0, endMs: lines.at(-1)?.endMs ?? 0 },
    noticePlayedAtMs: null,
  }).summary.sentences.length;
}

/** Every phrase of the intents looked for in every line, the first line of each intent quoted; no denial, date or sum. */
function plainSearch(lines: readonly TranscriptLine[]): number {
  const plain = lines.map(({ leg, text }) => ({ leg, text: text.replace(/[^\p{L}\p{N}]/gu, '') }));
  return builtInReview('zh').intents.intents.filter(({ leg, phrases }) =>
    plain.some(
      (line) => (leg === 'either' || leg === line.leg) && phrases.some((phrase) => line.text.includes(phrase)),
    ),
  ).length;
}

async function elapsedMs(work: () => number): Promise<number> {
  const startedAtMs = performance.now();
  if (work() === 0) throw new Error('Nothing was found in the call: there is nothing to compare.');
  return Promise.resolve(performance.now() - startedAtMs);
}

async function compare(minutes: number): Promise<Comparison[]> {
  const lines = transcript(minutes);
  const call = `${String(minutes)} minutes, ${String(lines.length)} lines`;
  const request = { language: 'zh' as const, lines, names: ['王丽', '林晓'], number: '13912345678', country: 'CN' };
  const alternative = () => elapsedMs(() => plainSearch(lines));
  const rewriting = () => elapsedMs(() => rewriteText(request).user.length);
  const shared = { unit: 'ms', better: 'lower', alternativeIs: 'each phrase looked for in each line' } as const;
  return [
    {
      what: `summary at hang-up, ${call}`,
      ...shared,
      ...(await interleave(REPETITIONS, { ours: () => elapsedMs(() => ours(lines)), alternative })),
    },
    {
      what: `redacted for a language model, ${call}`,
      ...shared,
      ...(await interleave(REPETITIONS, { ours: rewriting, alternative })),
    },
  ];
}

export const summary: Measure = {
  name: 'summary',
  title: 'summary of a call when it ends',
  async run({ progress }) {
    const rows: Comparison[] = [];
    for (const [index, minutes] of MINUTES.entries()) {
      progress(index, MINUTES.length);
      rows.push(...(await compare(minutes)));
    }
    return rows;
  },
};
