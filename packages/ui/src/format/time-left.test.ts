import { expect, it } from 'vitest';
import { timeLeft } from './time-left.ts';

it('UI-24: what is left is told in its two largest units', () => {
  const told = (seconds: number) => timeLeft('es', seconds * 1000);
  expect(told(3 * 86_400 + 3_600 + 59)).toBe('3 días y 1 hora');
  expect(told(4 * 60 + 32)).toBe('4 minutos y 32 segundos');
  expect(told(60)).toBe('1 minuto');
  expect(told(0.2)).toBe('1 segundo');
  expect(told(0)).toBe('0 segundos');
  expect(told(-5)).toBe('0 segundos');
  expect(timeLeft('en', 7_260_000)).toBe('2 hours and 1 minute');
});
