import type { CueBook } from '../../contracts/cues';
import type { Customer } from '../../contracts/customers';
import { PRACTICE_WORDS, type CallRecord, type PracticeMark } from '../../contracts/records';

/** The mark of a call to a practice customer: what the story should bring up, by the cue book in use. */
export function practiceMark(customer: Pick<Customer, 'expectedCues'> | null, book: CueBook): PracticeMark {
  const { longest, most } = PRACTICE_WORDS;
  // A list that somebody wrote must not cost the record of a call.
  const fit = (customer?.expectedCues ?? []).filter((phrase) => phrase !== '' && phrase.length <= longest);
  return {
    expected: fit.slice(0, most).map((phrase) => ({
      phrase,
      cueId: book.cues.find(({ phrases }) => phrases.includes(phrase))?.id ?? null,
    })),
  };
}

/** A record of a call to a customer with a story. */
export type RehearsalRecord = CallRecord & { practice: PracticeMark };

/** Whether a call was a rehearsal: answered, and by a practice customer whose story has something to listen for. */
export function isRehearsal(record: CallRecord): record is RehearsalRecord {
  return record.answeredAt !== null && (record.practice?.expected.length ?? 0) > 0;
}

/** By which the calls to one customer's story belong together. */
export function storyOf({ customerId, remoteNumber }: Pick<CallRecord, 'customerId' | 'remoteNumber'>): string {
  return customerId ?? remoteNumber;
}
