import fc from 'fast-check';
import superjson from 'superjson';
import { expect, it } from 'vitest';
import { serialize, stringify } from './serialize.ts';

const leaf = fc.oneof(
  fc.string(),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.date(),
  fc.bigInt(),
);
// Names that superjson refuses to read: whoever sends them gets its error either way.
const key = fc.string().filter((name) => !['__proto__', 'constructor', 'prototype'].includes(name));
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5 }),
  ),
})).value;

it('CHAT-20: what is sent reads as superjson would have read its own', () => {
  fc.assert(
    fc.property(value, (sent) => {
      const own = superjson.parse(superjson.stringify(sent));
      expect(superjson.parse(stringify(sent))).toStrictEqual(own);
      expect(superjson.deserialize(structuredClone(serialize(sent)))).toStrictEqual(
        superjson.deserialize(structuredClone(superjson.serialize(sent))),
      );
    }),
    { numRuns: 500 },
  );
});

it('CHAT-20: what superjson refuses to send is refused here too', () => {
  for (const sent of [{ prototype: 1 }, [{ constructor: [] }]]) {
    expect(() => superjson.stringify(sent)).toThrow();
    expect(() => stringify(sent)).toThrow();
  }
});
