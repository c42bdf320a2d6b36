import { useEffect } from 'react';
import type { AppParts } from './context';
import { watchPointerFocus } from './pointer-focus';

/** The space bar belongs to what is typed in, and to a button that was reached by keys, not by a click. */
function takesSpace(target: EventTarget | null, byPointer: boolean): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('input, textarea, select, [contenteditable="true"]')) return true;
  return !byPointer && target !== document.body;
}

/** While muted in a call, the microphone is open as long as the space bar is held. */
export function usePushToTalk({ store, actions }: AppParts): void {
  useEffect(() => {
    let talking = false;
    const focus = watchPointerFocus();
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.code !== 'Space' || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      if (talking) return event.preventDefault();
      const { call } = store.getState();
      if (!call?.muted || call.phase !== 'active' || takesSpace(event.target, focus.byPointer())) return;
      event.preventDefault();
      talking = true;
      actions.toggleMute();
    };
    const release = () => {
      if (!talking) return;
      talking = false;
      if (store.getState().call?.muted === false) actions.toggleMute();
    };
    const onKeyUp = (event: KeyboardEvent) => {
      if (event.code !== 'Space' || !talking) return;
      // A button that was clicked before must not take this for a press.
      event.preventDefault();
      release();
    };
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('keyup', onKeyUp);
    window.addEventListener('blur', release);
    return () => {
      focus.stop();
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('keyup', onKeyUp);
      window.removeEventListener('blur', release);
    };
  }, [store, actions]);
}
