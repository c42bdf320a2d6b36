import { routeTo, type Output } from './output';

/** Lets the agent hear what the network says before a call is accepted: its tones, an announcement. Nobody else listens. */
export class EarlyMedia {
  #player: HTMLAudioElement | null = null;

  play(stream: MediaStream, output: Output): void {
    const player = this.#player ?? new Audio();
    this.#player = player;
    player.srcObject = stream;
    routeTo(player, output);
    void player.play().catch(() => undefined);
  }

  /** Gives the player away as it plays: between the network's announcement and the customer's first word nothing is cut. */
  release(): HTMLAudioElement | null {
    const player = this.#player;
    this.#player = null;
    return player;
  }

  stop(): void {
    this.#player?.pause();
    if (this.#player) this.#player.srcObject = null;
    this.#player = null;
  }
}
