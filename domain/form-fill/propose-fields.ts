import type { FieldSource, FieldTrouble, FieldValue, Form, FormField } from '../../contracts/forms';
import type { TranscriptLine } from '../../contracts/transcript';
import { spokenShare } from '../redaction/spoken-share';
import { isRefinement, plainValue, sameValue } from './field-values';
import { isCorrection, readField } from './read-field';
import type { Reading, ReadingContext } from './reading';

/** What the call says so far for one field. */
export interface FieldProposal {
  key: string;
  /** The latest value said; missing where nothing valid was. */
  value?: FieldValue;
  /** Where the value, or what cannot be one, was said. */
  source: FieldSource;
  /** Why the agent should ask; empty when all is clear. */
  troubles: FieldTrouble[];
}

export interface ProposeOptions {
  /** Local date and time of the call: `2026-11-28T10:00`. */
  callAt: string;
  /** ISO 3166-1 alpha-2. Default `CN`. */
  country?: string;
  /** What lines were read as before, of this form and these options: a long call is not read anew at each sentence. */
  remembered?: LineReadings;
}

export type LineReadings = WeakMap<TranscriptLine, Map<string, Reading | undefined>>;

/** One value or trouble as it was said. */
interface Saying {
  value?: FieldValue;
  trouble?: FieldTrouble;
  source: FieldSource;
  /** A number or address continued over several lines replaces its own beginning. */
  question?: Question;
}

/** A question of the agent, waiting for its answer. */
interface Question {
  field: FormField;
  /** The customer's lines since. */
  lines: TranscriptLine[];
  /** Of these, the ones that said something else. */
  missed: number;
  answered: boolean;
}

/** An answer comes in the customer's next utterance, or after one "just a moment". */
const UTTERANCES = 2;
const LONGEST_ANSWER_LINES = 8;
const FILLER =
  /^(?:[嗯啊呃哦额唔喂，,。.\s]|等一?下|稍等|我?想一?下|我?看一?下|好的?|um|uh|er|well|just a (?:moment|second|minute)|let me see|hold on)+$/iu;
/** These are often said in parts. */
const IN_PARTS = new Set(['phone', 'address']);

/**
 * Reads a call for a form: each value from the customer's answer to the agent's question for the field (`asks`), or from
 * words that announce it (我叫…, my name is…, the field's `says`). Nothing else is taken. Never throws.
 */
export function proposeFields(
  form: Form,
  lines: readonly TranscriptLine[],
  { callAt, country = 'CN', remembered = new WeakMap() }: ProposeOptions,
): Map<string, FieldProposal> {
  const read: ReadLine = (field, line, asked) => {
    const before = remembered.get(line) ?? new Map<string, Reading | undefined>();
    remembered.set(line, before);
    const key = `${field.key} ${String(asked)}`;
    if (!before.has(key)) before.set(key, readField(field, line.text, { callAt, country, asked }));
    return before.get(key);
  };
  const sayings = new Map<string, Saying[]>();
  let questions: Question[] = [];
  for (const line of [...lines].sort((a, b) => a.startMs - b.startMs)) {
    if (line.leg === 'agent') {
      const asked = fieldsAsked(form, line.text);
      if (asked.length > 0) questions = asked.map((field) => ({ field, lines: [], missed: 0, answered: false }));
      continue;
    }
    const heard: { field: FormField; saying: Saying; reading: Reading }[] = [];
    for (const field of form.fields) {
      const question = questions.find((open) => open.field.key === field.key);
      const take = (reading: Reading | undefined, from: readonly TranscriptLine[]) => {
        if (reading === undefined) return false;
        heard.push({ field, reading, saying: sayingOf(reading, from, question) });
        return true;
      };
      if (question === undefined || (question.answered && !mayGoOn(question, line))) {
        take(read(field, line, false), [line]);
      } else if (IN_PARTS.has(field.type)) {
        question.lines.push(line);
        const { reading, whole } = readParts(question, line, { callAt, country, asked: true }, read);
        take(reading, whole ? question.lines : [line]);
      } else {
        question.lines.push(line);
        take(read(field, line, true), [line]);
      }
    }
    for (const { field, saying, reading } of heard) {
      if (reading.value === undefined && heard.some((other) => explains(other.reading, reading))) continue;
      const said = sayings.get(field.key) ?? [];
      if (saying.question?.answered === true || said.at(-1)?.question === saying.question) dropParts(said, saying);
      sayings.set(field.key, [...said, saying]);
      if (saying.question !== undefined && reading.value !== undefined) saying.question.answered = true;
    }
    for (const question of questions) {
      const said = heard.some(({ field }) => field.key === question.field.key);
      if (!said && !FILLER.test(line.text)) question.missed += 1;
    }
    questions = questions.filter((open) => open.missed < UTTERANCES && open.lines.length < LONGEST_ANSWER_LINES);
  }
  return new Map(
    [...sayings].flatMap(([key, said]) => {
      const proposal = fold(key, said);
      return proposal === undefined ? [] : [[key, proposal]];
    }),
  );
}

type ReadLine = (field: FormField, line: TranscriptLine, asked: boolean) => Reading | undefined;

/** An answer said over several lines: the parts together, else this line alone. */
function readParts(
  { field, lines, answered }: Question,
  line: TranscriptLine,
  context: ReadingContext,
  read: ReadLine,
): { reading: Reading | undefined; whole: boolean } {
  const own = read(field, line, true);
  // After an answer only what adds to it counts.
  if (answered && own === undefined) return { reading: undefined, whole: false };
  // A telephone number that is whole by itself is another one.
  if (field.type === 'phone' && own?.value !== undefined) return { reading: own, whole: false };
  const joined = readField(field, lines.map(({ text }) => text).join('，'), context);
  if (joined?.value !== undefined) return { reading: joined, whole: true };
  if (own?.value !== undefined) return { reading: own, whole: false };
  return answered ? { reading: undefined, whole: false } : { reading: joined ?? own, whole: joined !== undefined };
}

/** A trouble over words that another field of the same breath reads well is none: 35 is no satisfaction, it is the age. */
function explains(other: Reading, trouble: Reading): boolean {
  return other.value !== undefined && other.start < trouble.end && other.end > trouble.start;
}

/** After an answer only its continuation (a further part) or its correction counts. */
function mayGoOn(question: Question, line: TranscriptLine): boolean {
  return isCorrection(line.text) || IN_PARTS.has(question.field.type);
}

/** What was said in answer to one question replaces its earlier, shorter reading. */
function dropParts(said: Saying[], saying: Saying): void {
  const last = said.at(-1);
  if (last === undefined || saying.question === undefined || last.question !== saying.question) return;
  const isPart = last.value === undefined || plainValue(saying.value).startsWith(plainValue(last.value));
  if (isPart || last.source.startMs === saying.source.startMs) said.pop();
}

function fieldsAsked(form: Form, text: string): FormField[] {
  const lower = text.normalize('NFKC').toLowerCase();
  return form.fields.filter((field) =>
    field.asks.some((phrase) => lower.includes(phrase.normalize('NFKC').toLowerCase())),
  );
}

function sayingOf(reading: Reading, lines: readonly TranscriptLine[], question: Question | undefined): Saying {
  let offset = 0;
  const times = lines.flatMap((line) => {
    const start = Math.max(0, reading.start - offset);
    const end = Math.min(line.text.length, reading.end - offset);
    offset += line.text.length + 1;
    return end > start ? [spokenShare(line, start, end)] : [];
  });
  const words = lines
    .map(({ text }) => text)
    .join('，')
    .slice(reading.start, reading.end)
    .trim();
  const source: FieldSource = {
    words,
    leg: 'customer',
    startMs: Math.min(...times.map(({ startMs }) => startMs), lines.at(-1)?.startMs ?? 0),
    endMs: Math.max(...times.map(({ endMs }) => endMs), 0),
  };
  if (times.length > 0) source.startMs = Math.min(...times.map(({ startMs }) => startMs));
  return {
    ...(reading.value === undefined ? {} : { value: reading.value }),
    ...(reading.trouble === undefined ? {} : { trouble: reading.trouble }),
    ...(question === undefined ? {} : { question }),
    source,
  };
}

/** The latest value wins; whatever else was said before makes it ask. */
function fold(key: string, sayings: readonly Saying[]): FieldProposal | undefined {
  const last = sayings.at(-1);
  if (last === undefined) return undefined;
  let current: Saying | undefined;
  let contradiction: FieldTrouble | undefined;
  for (const saying of sayings) {
    if (saying.value === undefined) continue;
    if (current?.value === undefined) current = saying;
    else if (isRefinement(current.value, saying.value)) current = saying;
    else if (!sameValue(current.value, saying.value) && !isRefinement(saying.value, current.value)) {
      const params = { before: current.source.words, after: saying.source.words };
      contradiction = { code: 'contradictory', params };
      current = saying;
    }
  }
  const trouble = last.trouble ?? current?.trouble;
  const troubles = [trouble, contradiction].filter((each) => each !== undefined);
  const value = current?.value;
  return { key, ...(value === undefined ? {} : { value }), source: (current ?? last).source, troubles };
}
