/**
 * Tells whether what has focus got it by the mouse. A button that was only clicked leaves Enter and the space bar to the
 * call; one that was reached by Tab keeps them.
 */
export function watchPointerFocus(): { byPointer(): boolean; stop(): void } {
  let byPointer = true;
  const onPointerDown = () => {
    byPointer = true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab') byPointer = false;
  };
  window.addEventListener('pointerdown', onPointerDown, true);
  window.addEventListener('keydown', onKeyDown, true);
  return {
    byPointer: () => byPointer,
    stop: () => {
      window.removeEventListener('pointerdown', onPointerDown, true);
      window.removeEventListener('keydown', onKeyDown, true);
    },
  };
}
