import { dialLinkSchema } from '../../contracts/desktop';

/** The schemes of links that ask for a call (RFC 3966, RFC 3261; `callto:` is Skype's and older than either's use). */
export const LINK_SCHEMES = ['tel', 'sip', 'callto'] as const;

/** The links among the arguments of a start, as every system but macOS hands them over. */
export function linksOf(argv: readonly string[]): string[] {
  return argv.filter((argument) => dialLinkSchema.safeParse(argument).success);
}

/** Keeps links until a window listens: the system may open one before there is any window, or while it loads. */
export class LinkInbox {
  #waiting: string[] = [];
  #deliver: ((link: string) => void) | null = null;

  /** What is no link of ours is dropped. */
  put(links: readonly string[]): void {
    for (const link of linksOf(links)) {
      if (this.#deliver) this.#deliver(link);
      else this.#waiting.push(link);
    }
  }

  /** The window listens from now on; answers what waited. */
  listen(deliver: (link: string) => void): string[] {
    this.#deliver = deliver;
    return this.#waiting.splice(0);
  }

  /** The window loads anew. */
  pause(): void {
    this.#deliver = null;
  }
}
