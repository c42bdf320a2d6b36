/** Where sound is played and how loud: 0 to 1. */
export interface Output {
  deviceId: string;
  volume: number;
}

/** Sends what an element plays to a device. One that is not there leaves the sound on the system's device. */
export function routeTo(player: HTMLMediaElement, { deviceId, volume }: Output): void {
  player.volume = volume;
  void player
    .setSinkId(deviceId === 'default' ? '' : deviceId)
    .catch(() => player.setSinkId('').catch(() => undefined));
}
