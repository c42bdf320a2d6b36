/** Lets the agent hear what the network says before a call is accepted: its tones, an announcement. Nobody else listens. */
export class EarlyMedia {
  #player: HTMLAudioElement | null = null;

  play(stream: MediaStream, outputDeviceId: string): void {
    const player = this.#player ?? new Audio();
    this.#player = player;
    player.srcObject = stream;
    if (outputDeviceId !== 'default') void player.setSinkId(outputDeviceId).catch(() => undefined);
    void player.play().catch(() => undefined);
  }

  stop(): void {
    this.#player?.pause();
    if (this.#player) this.#player.srcObject = null;
    this.#player = null;
  }
}
