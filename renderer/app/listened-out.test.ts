import { expect, it } from 'vitest';
import { ListenedOut } from './listened-out';

it('waits until every listening of the call is heard out', async () => {
  const out = new ListenedOut();
  let done = 0;
  const wait = () => out.all().then(() => (done += 1));
  await wait();
  expect(done).toBe(1);
  out.over('a');
  out.over('a#2');
  const waiting = [wait(), wait()];
  out.heardOut('a');
  out.heardOut('another');
  await Promise.resolve();
  expect(done).toBe(1);
  out.heardOut('a#2');
  await Promise.all(waiting);
  expect(done).toBe(3);
});
