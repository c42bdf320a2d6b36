import { expect, it } from 'vitest';
import { call } from '../ui/gallery/calls';
import { createAppStore } from '../ui/model';
import { DeskNotices } from './desk-notices';

const failure = (code: string) => ({ code, message: '', retryable: false });

it('forgets what was said of one call when the next begins, not when two are swapped', () => {
  const [first, second, third] = ['1', '2', '3'].map((recordId) => call('zh', 0, { recordId }));
  const store = createAppStore();
  const notices = new DeskNotices(store);
  const codes = () => store.getState().notices.map(({ code }) => code);
  notices.tell(failure('number-ambiguous'));
  notices.tell(failure('server-unreachable'), 'warning');
  store.setState({ call: first ?? null });
  expect(codes()).toEqual(['server-unreachable']);
  store.setState({ call: second ?? null, otherCall: first ?? null });
  notices.tell(failure('transfer-busy'), 'warning');
  notices.tell(failure('parked-at'), 'info');
  store.setState({ call: first ?? null, otherCall: second ?? null });
  expect(codes()).toEqual(['server-unreachable', 'transfer-busy', 'parked-at']);
  store.setState({ call: null, otherCall: null });
  expect(codes()).toContain('transfer-busy');
  store.setState({ call: third ?? null });
  expect(codes()).toEqual(['server-unreachable', 'parked-at']);
});
