import { expect, it, vi } from 'vitest';
import { CardSums } from './queries';

const row = (deskId: string, cueId: string, used: number) => ({ deskId, cueId, language: 'zh', used, dismissed: 1 });

it('sums a team up once for all who ask meanwhile, and anew for who asks later', async () => {
  const query = vi.fn(() => Promise.resolve([row('a', 'price', 5), row('b', 'price', 2), row('b', 'stop', 4)]));
  const sums = new CardSums({ query: query as never });
  const [a, b] = await Promise.all([sums.ofOthers('', 'a'), sums.ofOthers('', 'b'), sums.ofOthers('二组', 'a')]);
  expect(query).toHaveBeenCalledTimes(2);
  expect(a.cards.map(({ cueId, used }) => [cueId, used])).toEqual([
    ['stop', 4],
    ['price', 2],
  ]);
  expect(b.cards).toEqual([{ cueId: 'price', language: 'zh', used: 5, dismissed: 1 }]);
  await sums.ofOthers('', 'a');
  expect(query).toHaveBeenCalledTimes(3);
});

it('tells everybody who waits that the database is away, and asks again', async () => {
  const query = vi.fn(() => Promise.resolve([row('b', 'price', 2)]));
  query.mockRejectedValueOnce(new Error('away'));
  const sums = new CardSums({ query: query as never });
  const asked = [sums.ofOthers('', 'a'), sums.ofOthers('', 'b')];
  await Promise.all(asked.map((each) => expect(each).rejects.toThrow('away')));
  expect((await sums.ofOthers('', 'a')).cards).toHaveLength(1);
});

it('tells of no more cards than a desk should have to keep, the most marked ones', async () => {
  const rows = Array.from({ length: 2_500 }, (_, used) => row('b', `card-${String(used)}`, used));
  const { cards } = await new CardSums({ query: (() => Promise.resolve(rows)) as never }).ofOthers('', 'a');
  expect([cards.length, cards[0]?.used, cards.at(-1)?.used]).toEqual([2_000, 2_499, 500]);
});
