import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ZodType } from 'zod';
import { aChannel, say } from './chat/testing.ts';
import { toTRPCError } from './error-mapping.ts';
import { appRouter } from './router.ts';
import { inputsFor } from './testing/generated-input.ts';
import { callerAs, createWorld, type World } from './testing/index.ts';

interface Definition {
  type: 'query' | 'mutation' | 'subscription';
  inputs: ZodType[];
}
const procedures = Object.entries(appRouter._def.procedures).map(
  ([path, procedure]) => [path, (procedure as unknown as { _def: Definition })._def] as const,
);
/** Taken out: every call costs a password hash; their inputs are tried less often below. */
const costly = new Set(['auth.register', 'auth.login']);

let world: World;
let stranger: Awaited<ReturnType<typeof callerAs>>;

beforeAll(async () => {
  world = await createWorld({
    // How often one may call is not what is tried here.
    limiter: { consume: async () => 0 },
  });
  stranger = await callerAs(world, 'member');
});
afterAll(() => world.close());

/** People and things of their own for one procedure: some calls sign people out or delete things. */
async function aPlayground() {
  const owner = await callerAs(world, 'superadmin');
  const member = await callerAs(world, 'member', owner.organisation);
  const own = await aChannel(owner, [member]);
  const foreign = await aChannel(stranger);
  const sent = await say(owner.caller, own.id, 'hola');
  const hidden = await say(stranger.caller, foreign.id, 'ajeno');
  const ids = [own.id, foreign.id, sent.id, hidden.id, member.person.id, stranger.person.id];
  return { callers: [owner.caller, member.caller] as const, ids };
}

describe('generated bad input', () => {
  it.each(procedures)(
    'Q-13: %s answers in words, never with a failure',
    async (path, definition) => {
      const { callers, ids } = await aPlayground();
      const input = inputsFor(definition.inputs[0], ids);
      await fc.assert(
        fc.asyncProperty(input, fc.constantFrom(...callers), async (given, caller) => {
          try {
            await call(caller, path, definition.type, given);
          } catch (thrown) {
            const error = toTRPCError(thrown);
            expect(error.code, `${path}: ${String(error.cause)}`).not.toBe('INTERNAL_SERVER_ERROR');
            expect(error.message).toMatch(/^error\.[a-zA-Z._]+$/);
          }
        }),
        { numRuns: costly.has(path) ? 25 : 120 },
      );
    },
  );
});

async function call(caller: unknown, path: string, type: Definition['type'], input: unknown) {
  let procedure = caller;
  for (const part of path.split('.')) {
    procedure = (procedure as Record<string, unknown>)[part];
  }
  const result = await (procedure as (input: unknown) => Promise<unknown>)(input);
  if (type !== 'subscription') return;
  const iterator = (result as AsyncIterable<unknown>)[Symbol.asyncIterator]();
  await iterator.next();
  await iterator.return?.();
}
