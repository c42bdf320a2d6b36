import { expect, it } from 'vitest';
import { countSpokenDigits } from './spoken-digits';

it.each([
  ['我的卡号是4111 1111 1111 1111', 16],
  ['六二二五八八零一', 8],
  ['四一一一,幺幺幺幺', 8],
  ['It is four one one one, double one triple one.', 9],
  ['4111-1111', 8],
  ['三千九百八十块', 0],
  ['一下一个', 0],
  ['12号3点', 0],
  ['someone phoned me at ten', 0],
  ['', 0],
])('counts digits said one by one: %s', (text, count) => {
  expect(countSpokenDigits(text)).toBe(count);
});
