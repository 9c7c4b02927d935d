import { initTRPC } from '@trpc/server';
import type { ZodType } from 'zod';
import { AuditScope } from './audit/write.ts';
import {
  type Actor,
  type CallInfo,
  type Context,
  contextOf,
  type RequestContext,
} from './context.ts';
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
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({
    transformer: wireTransformer,
    errorFormatter: ({ shape, error, ctx, path }) =>
      errorShape(shape, error, ctx?.info.requestId ?? null, path ?? null),
    isDev: false,
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

interface Declaration {
  rate?: RateName;
  audited?: boolean;
  events?: ZodType;
}

/** What a procedure is given: the context, and where to write its audit entry. */
type CallContext = Context & { audit: AuditScope };
/** The same, where somebody is signed in. */
type ActorContext = CallContext & { actor: Actor };

/** Admits the call, carries it out, and sees to the audit entry, the figures and the error's form. */
async function guard<Outcome extends { ok: boolean }>(
  request: RequestContext,
  { meta, path }: { meta: ProcedureMeta; path: string },
  carryOut: (call: CallContext) => Promise<Outcome>,
): Promise<Outcome> {
  const { services, info } = request;
  const started = performance.now();
  const call = contextOf(services, info) as CallContext;
  call.requestId = requestIdOf(info);
  call.audit = new AuditScope(call, path, call.requestId);
  try {
    await admit(call, meta);
    const result = await carryOut(call);
    if (!result.ok) throw (result as { error?: unknown }).error;
    if (meta.audited && !call.audit.written) throw new Error(`${path} left no audit entry`);
    services.metrics.call(path, 'ok', (performance.now() - started) / 1000);
    return result;
  } catch (thrown) {
    const error = toTRPCError(thrown);
    const failed = error.code === 'INTERNAL_SERVER_ERROR';
    services.metrics.call(
      path,
      failed ? 'failed' : 'refused',
      (performance.now() - started) / 1000,
    );
    // The database may have died between the commit and its answer.
    if (error.code === 'SERVICE_UNAVAILABLE') services.hub.doubt();
    if (failed) {
      const { requestId, actor } = call;
      const fields = { err: error.cause ?? error, path, requestId, member: actor?.memberId };
      services.log.error(fields, 'call failed');
    }
    throw ofRequest(error, call.requestId);
  } finally {
    for (const organisationId of call.audit.organisations)
      services.auditLog.announce(organisationId);
  }
}

/** Calls through one socket share what is known of it: each gets a number of its own. */
const requestIdOf = ({ connection, requestId }: CallInfo) =>
  connection ? `${requestId}.${++connection.calls}` : requestId;

const forAnyone = (meta: ProcedureMeta) =>
  t.procedure
    .meta(meta)
    .use(({ ctx, next, path }) => guard(ctx, { meta, path }, (call) => next({ ctx: { call } })));

const forActor = (meta: ProcedureMeta) =>
  t.procedure.meta(meta).use(({ ctx, next, path }) =>
    guard(ctx, { meta, path }, (call) => {
      if (!call.actor) throw new DomainError('unauthenticated');
      return next({ ctx: { call: call as ActorContext } });
    }),
  );

/** Refuses who may not call this now: session ended, permission missing, rate passed. */
async function admit(ctx: Context, meta: ProcedureMeta): Promise<void> {
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
