import { expect, test } from 'vitest';
import { begunAt, callsAll, callsFor, completed, isWrittenOut } from './completion.ts';

test('CHAT-07: what is begun is the word with @ before the caret, and no address', () => {
  expect(begunAt('hola @an', 8)).toEqual({ sign: '@', query: 'an', start: 5, end: 8 });
  expect(begunAt('@', 1)).toEqual({ sign: '@', query: '', start: 0, end: 1 });
  expect(begunAt('hola @ana y', 8)).toEqual({ sign: '@', query: 'an', start: 5, end: 8 });
  expect(begunAt('(@be', 4)?.query).toBe('be');
  expect(begunAt('ana@faro', 8)).toBeNull();
  expect(begunAt('@ana ', 5)).toBeNull();
  expect(begunAt('a las 10:30', 11)).toBeNull();
  expect(begunAt('bien :son', 9)).toEqual({ sign: ':', query: 'son', start: 5, end: 9 });
});

test('CHAT-07: completing writes the name and one blank, and leaves the rest as it is', () => {
  const begun = begunAt('hola @an, ven', 8);
  if (!begun) throw new Error('nothing is begun');
  expect(completed('hola @an, ven', begun, '@ana')).toEqual({ text: 'hola @ana, ven', caret: 9 });
  const last = begunAt('hola @an', 8);
  if (!last) throw new Error('nothing is begun');
  expect(completed('hola @an', last, '@ana')).toEqual({ text: 'hola @ana ', caret: 10 });
});

test('CHAT-07: a call is told apart from names and addresses', () => {
  const calls = ['@channel', 'atención, @canal:', 'eh @here!', '(@AQUÍ)'];
  const none = ['channel', 'eva@channel', '@channels', '@here.es', '@channel_2'];
  expect(calls.filter((text) => !callsAll(text))).toEqual([]);
  expect(none.filter((text) => callsAll(text))).toEqual([]);
});

test('CHAT-07: a call is found by its name in both languages, accents aside', () => {
  for (const query of ['', 'a']) expect(callsFor(query)).toEqual(['channel', 'here']);
  for (const query of ['cha', 'can', 'TOD', 'every']) expect(callsFor(query)).toEqual(['channel']);
  for (const query of ['he', 'aqu', 'Aquí']) expect(callsFor(query)).toEqual(['here']);
  expect(callsFor('ana')).toEqual([]);
});

test('CHAT-07: what is written out in any language is sent; what only finds a call is chosen', () => {
  const begun = (query: string) => ({ sign: '@' as const, query, start: 0, end: query.length + 1 });
  expect(isWrittenOut(begun('ana'), '@ana')).toBe(true);
  expect(isWrittenOut(begun('here'), '@here')).toBe(true);
  expect(isWrittenOut(begun('aquí'), '@here')).toBe(true);
  expect(isWrittenOut(begun('todos'), '@channel')).toBe(false);
  expect(isWrittenOut(begun('canal'), '@canalla')).toBe(false);
});
