import type { Bootstrap } from '../../contracts/ipc';

/** The key that everything on this desk is sealed with. */
export function keyOf({ deskKey }: Bootstrap): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(deskKey), (character) => character.charCodeAt(0));
}
