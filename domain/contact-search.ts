import { pinyin } from 'pinyin-pro';

/** Whoever can be found and called. */
export interface Person {
  id: string;
  name: string;
  numbers: readonly string[];
  company: string;
  note: string;
}

interface Entry<P> {
  person: P;
  name: string;
  rest: string;
  digits: string[];
}

export type PersonIndex<P extends Person> = readonly Entry<P>[];

const HAN = /\p{Script=Han}/u;

/** How a name is spelt in letters: `zhangsan` and `zs` for 张三. */
interface Spelling {
  syllables: string;
  initials: string;
}
/** Pinyin of one name takes a tenth of a millisecond, so that of ten thousand is looked up once. */
const spellings = new Map<string, Spelling>();
const MOST_SPELLINGS = 30_000;

export function spellingOf(name: string): Spelling {
  const known = spellings.get(name);
  if (known) return known;
  const syllables = HAN.test(name)
    ? pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
    : name.split(/\s+/);
  const words = syllables.map(plain).filter((word) => word !== '');
  const spelling = {
    syllables: words.join(''),
    // A number in a name is said as a whole: 客户12 is kh12.
    initials: words.map((word) => (/^\d/.test(word) ? word : word.slice(0, 1))).join(''),
  };
  if (spellings.size >= MOST_SPELLINGS) spellings.clear();
  spellings.set(name, spelling);
  return spelling;
}

/** Made once for a list of people; how their names are spelt is found out when somebody searches by letters. */
export function indexPeople<P extends Person>(people: readonly P[]): PersonIndex<P> {
  return people.map((person) => ({
    person,
    name: searchName(person.name),
    rest: plain(`${person.company} ${person.note}`),
    digits: person.numbers.map(digitsOf),
  }));
}

/**
 * The people whom a text means, the likeliest first, at most `limit`: by name, pinyin or its initials, by digits anywhere
 * in a number, by company or note. An empty text finds everybody, in the order of the list.
 */
export function searchPeople<P extends Person>(index: PersonIndex<P>, text: string, limit: number): P[] {
  const wanted = plain(text);
  if (wanted === '') return index.slice(0, limit).map(({ person }) => person);
  const letters = wanted.replace(/[\s']/g, '');
  const digits = /^[+\d\s().*#-]+$/.test(wanted) ? digitsOf(wanted) : '';
  const ranks: P[][] = [[], [], [], []];
  for (const entry of index) {
    const rank = rankOf(entry, wanted, letters, digits);
    if (rank !== null) ranks[rank]?.push(entry.person);
    if ((ranks[0]?.length ?? 0) >= limit) break;
  }
  return ranks.flat().slice(0, limit);
}

function rankOf(entry: Entry<Person>, wanted: string, letters: string, digits: string): number | null {
  if (digits !== '') {
    if (entry.digits.some((number) => number.startsWith(digits) || number.endsWith(digits))) return 0;
    if (entry.digits.some((number) => number.includes(digits))) return 1;
  }
  if (entry.name.startsWith(wanted)) return 0;
  if (/[a-z]/.test(letters)) {
    const { syllables, initials } = spellingOf(entry.name);
    if (initials === letters) return 0;
    if (syllables.startsWith(letters) || initials.startsWith(letters)) return 1;
    if (initials.includes(letters)) return 2;
  }
  if (entry.name.includes(wanted)) return 2;
  return entry.rest.includes(wanted) ? 3 : null;
}

/** A name as it is searched and spelt. */
export function searchName(name: string): string {
  return plain(name);
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim();
}

function digitsOf(number: string): string {
  return number.normalize('NFKC').replace(/\D/g, '');
}

/** Two ways of writing one number: with or without a country code. Short numbers are extensions, and must be the same. */
export function sameNumber(a: string, b: string): boolean {
  const [shorter = '', longer = ''] = [digitsOf(a), digitsOf(b)].sort((one, other) => one.length - other.length);
  return shorter !== '' && (shorter === longer || (shorter.length >= 7 && longer.endsWith(shorter)));
}
