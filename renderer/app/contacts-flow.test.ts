import { expect, it } from 'vitest';
import type { Contact, SpeedDial } from '../../contracts/contacts';
import { createAppStore } from '../ui/model';
import { ContactsFlow } from './contacts-flow';

/** A desk whose disk can be full. */
async function open() {
  const disk = { full: false, contacts: new Map<string, Contact>(), dials: new Map<number, SpeedDial>() };
  const store = createAppStore();
  const said: string[] = [];
  const write = (change: () => void) => {
    if (disk.full) return Promise.reject(new Error('full'));
    change();
    return Promise.resolve();
  };
  const flow = new ContactsFlow({
    store,
    contacts: {
      load: () => Promise.resolve({ contacts: [...disk.contacts.values()], speedDials: [...disk.dials.values()] }),
      change: (put, remove) =>
        write(() => {
          for (const contactId of remove) disk.contacts.delete(contactId);
          for (const contact of put) disk.contacts.set(contact.contactId, contact);
        }),
      setSpeedDial: (key, dial) => write(() => void (dial ? disk.dials.set(key, dial) : disk.dials.delete(key))),
    },
    country: () => 'CN',
    dial: (number) => said.push(`dial ${number}`),
    trouble: ({ code }) => said.push(code),
  });
  await flow.start();
  const names = () => store.getState().contacts.contacts.map(({ name }) => name);
  return { flow, store, disk, said, names };
}
const form = (name: string, number = '8001') => ({ name, numbers: [number], company: '', note: '' });
const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;

it('adds, changes and deletes, on screen and disk, and takes the last change back', async () => {
  const { flow, store, disk, names } = await open();
  await flow.save(form('李四'), null);
  await flow.save(form('张三'), null);
  expect(names()).toEqual(['李四', '张三']);
  const [first] = store.getState().contacts.contacts;
  await flow.save(form('王五'), first?.contactId ?? '');
  expect(names()).toEqual(['王五', '张三']);
  await flow.undo();
  expect(names()).toEqual(['李四', '张三']);
  await flow.remove(first?.contactId ?? '');
  expect(names()).toEqual(['张三']);
  await flow.undo();
  expect(names()).toEqual(['李四', '张三']);
  expect(store.getState().contacts.undo).toBeNull();
  expect([...disk.contacts.values()].map(({ name }) => name).sort()).toEqual(['张三', '李四'].sort());
});

it('takes of a file what is new, reports the rest, and takes the whole file back', async () => {
  const { flow, store, names } = await open();
  await flow.save(form('张三'), null);
  await flow.importFile(bytes('姓名,电话\n张三,8001\n李四,8002\n王五,\n'));
  expect(store.getState().contacts.report).toMatchObject({ added: 1, known: 1, troubles: [{ line: 4 }] });
  expect(names()).toEqual(['李四', '张三']);
  await flow.undo();
  expect(names()).toEqual(['张三']);
});

it('reads a file in the code of Chinese spreadsheets', async () => {
  const { flow, names } = await open();
  // 张三,8001 in GB 18030.
  await flow.importFile(Uint8Array.of(0xd5, 0xc5, 0xc8, 0xfd, 0x2c, 0x38, 0x30, 0x30, 0x31).buffer);
  expect(names()).toEqual(['张三']);
});

it('shows nothing as kept that the disk has not', async () => {
  const { flow, store, disk, said, names } = await open();
  disk.full = true;
  await flow.save(form('张三'), null);
  await flow.setSpeedDial(1, { name: '张三', number: '8001' });
  expect([names(), store.getState().contacts.speedDials, said]).toEqual([
    [],
    [],
    ['contacts-not-saved', 'contacts-not-saved'],
  ]);
});

it('calls by speed dial, and says of a free key how to set it', async () => {
  const { flow, said } = await open();
  await flow.setSpeedDial(2, { name: '张三', number: '8001' });
  flow.speedDial(2);
  flow.speedDial(3);
  expect(said).toEqual(['dial 8001', 'speed-dial-empty']);
});
