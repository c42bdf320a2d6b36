/** A WebSocket that comes back by itself: 1 s, 2 s, 4 s … 30 s, each with jitter. */
export interface LiveSocketOptions {
  url: string;
  onOpen(send: (message: unknown) => void): void;
  onMessage(message: unknown): void;
  /** `refused`: the server does not want us here (4401, 4403); it is not tried again. */
  onClosed(refused: boolean): void;
  random?: () => number;
}

/** Whether a server of ours closed a socket for good: a wrong token, or one without the right. */
const isRefusal = (code: number): boolean => code === 4401 || code === 4403;

export class LiveSocket {
  readonly #options: LiveSocketOptions;
  #socket: WebSocket | null = null;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #stopped = false;

  constructor(options: LiveSocketOptions) {
    this.#options = options;
    this.#open();
  }

  /** Sends now or not at all: what matters is the newest state, which `onOpen` sends after a break. */
  send(message: unknown): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #open(): void {
    const socket = new WebSocket(this.#options.url);
    this.#socket = socket;
    socket.onopen = () => {
      this.#attempt = 0;
      this.#options.onOpen((message) => this.send(message));
    };
    socket.onmessage = (event: MessageEvent<string>) => {
      let value: unknown;
      try {
        value = JSON.parse(event.data);
      } catch {
        return;
      }
      this.#options.onMessage(value);
    };
    socket.onclose = ({ code }) => {
      const refused = isRefusal(code);
      this.#options.onClosed(refused);
      if (this.#stopped || refused) return;
      const limitMs = Math.min(30_000, 1_000 * 2 ** this.#attempt);
      this.#attempt += 1;
      this.#timer = setTimeout(() => this.#open(), limitMs * (0.5 + 0.5 * (this.#options.random ?? Math.random)()));
    };
  }
}
