import { handleInvoke } from './ipc';
import type { SummaryRewriter } from './summary-rewriter';

/** The window's way to the language model that rewrites summaries. */
export function serveSummaries(rewriter: SummaryRewriter): void {
  handleInvoke('summary:rewrite', (request) => rewriter.rewrite(request));
  handleInvoke('summary:cancel', () => {
    rewriter.cancel();
    return null;
  });
  handleInvoke('summary:test', (request) => rewriter.test(request));
}
