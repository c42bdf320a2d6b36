/** Taps and meters that one room takes: some thirty calls. */
const USES_A_ROOM = 60;

/** What is made in a room stays in it: contexts and nodes come from its own constructors. */
export interface AudioRoom {
  readonly window: Window & typeof globalThis;
  /** Nothing of the room is used any more. Safe to call twice. */
  leave(): void;
}

let frame: HTMLIFrameElement | null = null;
let uses = 0;
let inside = 0;

/**
 * A document for the audio of some calls. Chromium keeps every AudioWorkletNode, and what a MediaStreamAudioSourceNode
 * draws from, until the document it was made in goes: 60 to 150 kB a call, and an agent's window stays for weeks. So
 * calls are listened to in an empty frame of our own origin, which is thrown away when thirty calls have been and none
 * is there.
 */
export function enterAudioRoom(): AudioRoom {
  frame ??= openFrame();
  uses += 1;
  inside += 1;
  let left = false;
  return {
    // A frame without a window there never was; then the audio is at home.
    window: (frame.contentWindow ?? window) as Window & typeof globalThis,
    leave: () => {
      if (left) return;
      left = true;
      inside -= 1;
      if (inside > 0 || uses < USES_A_ROOM) return;
      frame?.remove();
      frame = null;
      uses = 0;
    },
  };
}

function openFrame(): HTMLIFrameElement {
  const opened = document.createElement('iframe');
  opened.hidden = true;
  opened.title = 'audio';
  document.body.append(opened);
  return opened;
}
