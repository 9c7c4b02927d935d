import { expect, test } from 'vitest';
import { sizeText } from './size.ts';

test('CHAT-40: sizes are said in the unit that people would use', () => {
  expect(sizeText('es', 1)).toBe('1 byte');
  expect(sizeText('es', 999)).toBe('999 bytes');
  expect(sizeText('es', 16_400)).toBe('16 kB');
  expect(sizeText('es', 2_450_000)).toBe('2,5 MB');
  expect(sizeText('en', 3_000_000_000_000)).toBe('3,000 GB');
});
