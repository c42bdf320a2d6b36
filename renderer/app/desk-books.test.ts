import { expect, it } from 'vitest';
import { cueBookSchema } from '../../contracts/cues';
import { settingsSchema } from '../../contracts/settings';
import mandarin from '../../domain/cue-books/zh.json';
import { createAppStore } from '../ui/model';
import { DeskBooks } from './desk-books';

const refused = () => Promise.reject(new Error('not asked for here'));
const bridge = {
  cueVersions: refused,
  readCueVersion: refused,
  saveCueBook: refused,
  rollBackCueBook: refused,
  exportCueBook: refused,
};
const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };

it('nothing that was said is left on the screen once a call is over and written up', () => {
  const store = createAppStore();
  const books = { cueBooks: [cueBookSchema.parse(mandarin)], ownCueBooks: [] };
  new DeskBooks(store, books, () => settingsSchema.parse({}), bridge, { search: refused }, storage);
  store.setState({ call: {} as never });
  const line = { leg: 'customer', startMs: 0, endMs: 900, text: '我的卡号是' } as const;
  store.setState(({ copilot }) => ({ copilot: { ...copilot, captions: [line], saying: [line], unread: 2 } }));
  store.setState({ call: null });
  expect(store.getState().copilot).toMatchObject({ captions: [], saying: [], unread: 0 });
});
