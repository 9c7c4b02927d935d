import { describe, expect, it } from 'vitest';
import type { ZodType } from 'zod';
import { permissionName } from './identity/schemas.ts';
import { rates } from './rates.ts';
import { appRouter } from './router.ts';
import type { ProcedureMeta } from './trpc.ts';

interface Definition {
  type: 'query' | 'mutation' | 'subscription';
  meta?: ProcedureMeta;
  inputs: ZodType[];
  output?: ZodType;
}
const procedures = Object.entries(appRouter._def.procedures).map(
  ([path, procedure]) => [path, (procedure as unknown as { _def: Definition })._def] as const,
);

describe.each(procedures)('%s', (path, { type, meta, inputs, output }) => {
  it('Q-14: declares who may call it, how often, and whether it is audited', () => {
    expect(meta).toBeDefined();
    if (!meta) return;
    expect(['open', 'member', ...permissionName.options]).toContain(meta.permission);
    expect(Object.keys(rates)).toContain(meta.rate);
    // Whatever staff change by a permission leaves an entry.
    const byStaff = meta.permission !== 'open' && meta.permission !== 'member';
    if (type === 'mutation' && byStaff) expect(meta.audited).toBe(true);
  });

  it('Q-13: declares what it takes and gives', () => {
    const gives = type === 'subscription' ? meta?.events : output;
    expect(gives, `${path} declares no output`).toBeDefined();
    expect(inputs.every((input) => '_zod' in input)).toBe(true);
  });
});
