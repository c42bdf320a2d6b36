import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, it } from 'vitest';
import { createAesCipher } from './cipher';
import { ContactStore } from './contact-store';

const contact = { contactId: crypto.randomUUID(), name: '张三', numbers: ['13800138000'], company: '', note: '' };
const dial = { key: 3, name: '张三', number: '13800138000' };

it('keeps contacts and speed dials over a restart, and gives up what is removed', async () => {
  const engine = { indexedDB: new IDBFactory(), IDBKeyRange };
  const cipher = await createAesCipher(new Uint8Array(32).fill(7));
  const open = () => new ContactStore({ name: 'contacts', cipher, engine });
  await open().change([contact], []);
  await open().setSpeedDial(3, dial);
  expect(await open().load()).toEqual({ contacts: [contact], speedDials: [dial] });
  await open().change([], [contact.contactId]);
  await open().setSpeedDial(3, null);
  expect(await open().load()).toEqual({ contacts: [], speedDials: [] });
});

it('leaves nothing on the disk that can be read, and opens nothing with another key', async () => {
  const engine = { indexedDB: new IDBFactory(), IDBKeyRange };
  const open = async (byte: number) =>
    new ContactStore({ name: 'contacts', cipher: await createAesCipher(new Uint8Array(32).fill(byte)), engine });
  await (await open(1)).change([contact], []);
  const rows = await new Promise<unknown>((resolve) => {
    const request = engine.indexedDB.open('contacts');
    request.onsuccess = () => {
      const all = request.result.transaction('contacts').objectStore('contacts').getAll();
      all.onsuccess = () => resolve(all.result);
    };
  });
  expect(JSON.stringify(rows)).not.toMatch(/张三|13800138000/);
  expect((await (await open(2)).load()).contacts).toEqual([]);
});
