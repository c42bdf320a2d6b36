import { contactSchema, type ContactForm } from '../contracts/contacts';
import { parseDialable } from './phone-numbers';

/** Why a line gave no contact; `text`: what stands there. */
export interface ImportTrouble {
  line: number;
  code: 'import-no-name' | 'import-no-number' | 'import-number-unreadable' | 'import-too-long' | 'import-quote-open';
  text: string;
}

export interface ContactImport {
  contacts: ContactForm[];
  troubles: ImportTrouble[];
}

type Field = keyof ContactForm;
interface Row {
  line: number;
  cells: string[];
}
interface Draft {
  line: number;
  name: string;
  numbers: string[];
  company: string;
  note: string;
}

const MOST_NUMBERS = 5;
const FIELD_WORDS: [RegExp, Field][] = [
  [/^(?:name|full ?name|display ?name|姓名|名字|名称|联系人|客户)$/, 'name'],
  [
    /^(?:numbers?|phones?|phone ?numbers?|tel(?:ephone)?|mobile|cell|电话\d?|手机\d?|号码|手机号码?|电话号码|联系电话)$/,
    'numbers',
  ],
  [/^(?:company|organi[sz]ation|org|公司|单位|企业)$/, 'company'],
  [/^(?:notes?|remarks?|comment|备注|说明)$/, 'note'],
];

/** Contacts out of a CSV or vCard file. What cannot be read is named by its line; the rest is taken. */
export function importContacts(text: string, country: string): ContactImport {
  const clean = text.replace(/^\ufeff/, '');
  const result: ContactImport = { contacts: [], troubles: [] };
  const drafts = /^\s*BEGIN:VCARD/i.test(clean) ? vCardDrafts(clean) : csvDrafts(clean, result.troubles);
  for (const draft of drafts) take(draft, country, result);
  return result;
}

function take(draft: Draft, country: string, { contacts, troubles }: ContactImport): void {
  const { line } = draft;
  const name = draft.name.trim();
  const numbers = draft.numbers.map((number) => number.trim()).filter((number) => number !== '');
  if (name === '') return void troubles.push({ line, code: 'import-no-name', text: numbers.join(' ') });
  if (numbers.length === 0) return void troubles.push({ line, code: 'import-no-number', text: name });
  const unreadable = numbers.find((number) => !parseDialable(number, country).ok);
  if (unreadable !== undefined) {
    return void troubles.push({ line, code: 'import-number-unreadable', text: unreadable.slice(0, 40) });
  }
  const form = {
    name,
    numbers: [...new Set(numbers)].slice(0, MOST_NUMBERS),
    company: draft.company.trim(),
    note: draft.note.trim(),
  };
  const checked = contactSchema.omit({ contactId: true }).safeParse(form);
  if (checked.success) contacts.push(checked.data);
  else troubles.push({ line, code: 'import-too-long', text: name.slice(0, 40) });
}

function csvDrafts(text: string, troubles: ImportTrouble[]): Draft[] {
  const rows = csvRows(text, troubles);
  const head = rows[0]?.cells.map(fieldOf) ?? [];
  const headed = head.includes('name') && head.includes('numbers');
  const fields: (Field | null)[] = headed ? head : ['name', 'numbers', 'company', 'note'];
  return rows.slice(headed ? 1 : 0).map(({ line, cells }) => {
    const draft: Draft = { line, name: '', numbers: [], company: '', note: '' };
    cells.forEach((cell, column) => {
      const field = fields[column];
      if (field === 'numbers') draft.numbers.push(...cell.split(/[;；/、|\n]/));
      else if (field) draft[field] = draft[field] === '' ? cell : `${draft[field]} ${cell}`;
    });
    return draft;
  });
}

function fieldOf(cell: string): Field | null {
  const word = cell.normalize('NFKC').trim().toLowerCase();
  return FIELD_WORDS.find(([pattern]) => pattern.test(word))?.[1] ?? null;
}

/** RFC 4180, and what spreadsheets make of it: commas, semicolons or tabs, whichever the first line has. */
function csvRows(text: string, troubles: ImportTrouble[]): Row[] {
  const firstLine = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const separator = ['\t', ';', ','].find((one) => firstLine.includes(one)) ?? ',';
  const rows: Row[] = [];
  let row: Row = { line: 1, cells: [] };
  let cell = '';
  let quoted: number | null = null;
  let line = 1;
  const endRow = () => {
    row.cells.push(cell);
    if (row.cells.some((one) => one.trim() !== '')) rows.push(row);
    cell = '';
  };
  const characters = text.replace(/\r\n?/g, '\n');
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters.charAt(at);
    if (character === '\n') line += 1;
    if (quoted !== null) {
      if (character !== '"') cell += character;
      else if (characters.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = null;
    } else if (character === '"' && cell.trim() === '') {
      cell = '';
      quoted = line;
    } else if (character === separator) {
      row.cells.push(cell);
      cell = '';
    } else if (character === '\n') {
      endRow();
      row = { line, cells: [] };
    } else cell += character;
  }
  if (quoted === null) endRow();
  else troubles.push({ line: quoted, code: 'import-quote-open', text: cell.slice(0, 40) });
  return rows;
}

/** vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350), as far as an address book of telephones goes. */
function vCardDrafts(text: string): Draft[] {
  const drafts: Draft[] = [];
  let draft: Draft | null = null;
  for (const { line, content } of unfolded(text)) {
    const [, rawName = '', parameters = '', value = ''] = /^([^:;]+)((?:;[^:]*)?):(.*)$/.exec(content) ?? [];
    const property = rawName.replace(/^[^.]*\./, '').toUpperCase();
    const said = vCardText(value, parameters);
    if (property === 'BEGIN') draft = { line, name: '', numbers: [], company: '', note: '' };
    if (!draft) continue;
    if (property === 'FN') draft.name = said;
    else if (property === 'N' && draft.name === '') draft.name = nameOf(value, parameters);
    else if (property === 'TEL') draft.numbers.push(said.replace(/^tel:/i, ''));
    else if (property === 'ORG') draft.company = said.replace(/;+/g, ' ');
    else if (property === 'NOTE') draft.note = said;
    else if (property === 'END') {
      drafts.push(draft);
      draft = null;
    }
  }
  return drafts;
}

function unfolded(text: string): { line: number; content: string }[] {
  const lines: { line: number; content: string }[] = [];
  text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .forEach((content, at) => {
      const last = lines.at(-1);
      const soft = last !== undefined && /QUOTED-PRINTABLE/i.test(last.content) && last.content.endsWith('=');
      if (last && soft) last.content = last.content.slice(0, -1) + content;
      else if (last && /^[ \t]/.test(content)) last.content += content.slice(1);
      else lines.push({ line: at + 1, content });
    });
  return lines;
}

/** Family and given name: together in Chinese, the other way round elsewhere. */
function nameOf(value: string, parameters: string): string {
  const [family = '', given = ''] = value.split(';').map((part) => vCardText(part, parameters).trim());
  return /\p{Script=Han}/u.test(family + given) ? family + given : `${given} ${family}`.trim();
}

function vCardText(value: string, parameters: string): string {
  const plain = /QUOTED-PRINTABLE/i.test(parameters) ? fromQuotedPrintable(value) : value;
  return plain.replace(/\\n/gi, '\n').replace(/\\([,;\\])/g, '$1');
}

function fromQuotedPrintable(text: string): string {
  const percent = text.replace(/%/g, '%25').replace(/=([0-9A-F]{2})/gi, '%$1');
  try {
    return decodeURIComponent(percent);
  } catch {
    return text;
  }
}
