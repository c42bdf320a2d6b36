import { expect, it } from 'vitest';
import { acceleratorOf, displayAccelerator } from './accelerators';

const press = (code: string, modifiers: Partial<Parameters<typeof acceleratorOf>[0]> = {}) =>
  acceleratorOf({ code, control: false, alt: false, shift: false, meta: false, ...modifiers });

it('names keys as Electron does, modifiers in one order', () => {
  expect(press('F9', { control: true, shift: true })).toBe('CommandOrControl+Shift+F9');
  expect(press('KeyM', { shift: true, alt: true, control: true })).toBe('CommandOrControl+Alt+Shift+M');
  expect(press('Digit0', { meta: true })).toBe('CommandOrControl+0');
  expect(press('ArrowUp', { alt: true })).toBe('Alt+Up');
});

it('takes no plain key away from other programs, but F-keys alone', () => {
  expect(press('KeyA')).toBeNull();
  expect(press('KeyA', { shift: true })).toBeNull();
  expect(press('F8')).toBe('F8');
});

it('waits for a key beside the modifiers', () => {
  expect(press('ControlLeft', { control: true })).toBeNull();
  expect(press('F25', { control: true })).toBeNull();
});

it('writes keys as people do', () => {
  expect(displayAccelerator('CommandOrControl+Shift+F9')).toBe('Ctrl + Shift + F9');
});
