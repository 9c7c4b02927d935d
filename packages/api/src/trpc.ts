import { initTRPC } from '@trpc/server';
import type { ZodType } from 'zod';
import { AuditScope } from './audit/write.ts';
import type { Actor, Context } from './context.ts';
import { errorShape, ofRequest, toTRPCError } from './error-mapping.ts';
import { DomainError } from './errors.ts';
import { hasPermission } from './identity/permissions.ts';
import type { Permission } from './identity/schemas.ts';
import { wireTransformer } from './live/wire.ts';
import { type RateName, rates } from './rates.ts';

/** What every procedure declares about itself; a test walks the router and fails without it. */
export interface ProcedureMeta {
  /** `open`: anyone; `member`: whoever is signed in; else the permission that is needed. */
  permission: 'open' | 'member' | Permission;
  /** Whether success must leave an entry in the audit log. */
  audited: boolean;
  rate: RateName;
  /** Of a subscription: what its events look like. */
  events?: ZodType;
}

const t = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
    transformer: wireTransformer,
    errorFormatter: ({ shape, error, ctx, path }) =>
      errorShape(shape, error, ctx?.requestId ?? null, path ?? null),
    isDev: false,
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

interface Declaration {
  rate?: RateName;
  audited?: boolean;
  events?: ZodType;
}

/** What a procedure is given on top of the context. */
interface CallContext {
  actor: Actor | null;
  audit: AuditScope;
  requestId: string;
}

/** Admits the call, carries it out, and sees to the audit entry, the figures and the error's form. */
async function guard<Outcome extends { ok: boolean }>(
  { ctx, meta, path }: { ctx: Context; meta: ProcedureMeta; path: string },
  carryOut: (call: CallContext) => Promise<Outcome>,
): Promise<Outcome> {
  const started = performance.now();
  const requestId = requestIdOf(ctx);
  try {
    const actor = await admit(ctx, meta);
    const audit = new AuditScope(ctx, path, requestId);
    const result = await carryOut({ actor, audit, requestId });
    if (!result.ok) throw (result as { error?: unknown }).error;
    if (meta.audited && !audit.written) throw new Error(`${path} left no audit entry`);
    ctx.metrics.call(path, 'ok', (performance.now() - started) / 1000);
    return result;
  } catch (thrown) {
    const error = toTRPCError(thrown);
    const failed = error.code === 'INTERNAL_SERVER_ERROR';
    ctx.metrics.call(path, failed ? 'failed' : 'refused', (performance.now() - started) / 1000);
    // The database may have died between the commit and its answer.
    if (error.code === 'SERVICE_UNAVAILABLE') ctx.hub.doubt();
    if (failed) {
      const fields = { err: error.cause ?? error, path, requestId, member: ctx.actor?.memberId };
      ctx.log.error(fields, 'call failed');
    }
    throw ofRequest(error, requestId);
  }
}

/** Calls through one socket share its context: each gets a number of its own. */
const requestIdOf = ({ connection, requestId }: Context) =>
  connection ? `${requestId}.${++connection.calls}` : requestId;

const forAnyone = (meta: ProcedureMeta) =>
  t.procedure
    .meta(meta)
    .use(({ ctx, next, path }) => guard({ ctx, meta, path }, (call) => next({ ctx: call })));

const forActor = (meta: ProcedureMeta) =>
  t.procedure.meta(meta).use(({ ctx, next, path }) =>
    guard({ ctx, meta, path }, ({ actor, ...call }) => {
      if (!actor) throw new DomainError('unauthenticated');
      return next({ ctx: { actor, ...call } });
    }),
  );

/** Who calls, if they may call this now: session alive, permission held, rate kept. */
async function admit(ctx: Context, meta: ProcedureMeta): Promise<Actor | null> {
  const { actor } = ctx;
  if (actor && ctx.revocations.refuses(actor)) {
    throw new DomainError('sessionEnded');
  }
  if (meta.permission !== 'open') {
    if (!actor) throw new DomainError('unauthenticated');
    if (meta.permission !== 'member' && !hasPermission(actor.role, meta.permission)) {
      throw new DomainError('forbidden', {
        reason: 'permission',
        params: { permission: meta.permission },
      });
    }
  }
  await keepRate(ctx, meta.rate);
  return actor;
}

async function keepRate(ctx: Context, name: RateName): Promise<void> {
  const rate = rates[name];
  const { actor } = ctx;
  // The machine itself is trusted: services beside the server and its operator share one address.
  if (rate.by === 'ip' && isLoopback(ctx.ip)) return;
  const key = rate.by === 'ip' || !actor ? `${name}:${ctx.ip}` : `${name}:${actor.memberId}`;
  const points =
    typeof rate.points === 'number'
      ? rate.points
      : rate.points(await ctx.settings.of(actor?.organisationId ?? null));
  const retryAfter = await ctx.limiter.consume(key, points, rate.seconds);
  if (retryAfter > 0) {
    throw new DomainError('tooMany', { retryAfter, params: { seconds: retryAfter } });
  }
}

const isLoopback = (ip: string) => ip === '127.0.0.1' || ip === '::1' || ip === '::ffff:127.0.0.1';

/** A procedure for anyone, signed in or not. */
export const open = (declaration: Declaration = {}) =>
  forAnyone({ permission: 'open', rate: 'open', audited: false, ...declaration });

/** A procedure for whoever is signed in; what they may do to a thing is the domain's policy. */
export const member = (declaration: Declaration = {}) =>
  forActor({ permission: 'member', rate: 'call', audited: false, ...declaration });

/** A procedure for staff who hold the permission. Mutations say `audited: true`. */
export const staff = (permission: Permission, declaration: Declaration = {}) =>
  forActor({ permission, rate: 'call', audited: false, ...declaration });
