import { randomUUID } from 'node:crypto';
import {
  type CallInfo,
  type Context,
  contextOf,
  type RequestContext,
  type Services,
} from '../context.ts';
import type { Role } from '../identity/schemas.ts';
import { appRouter } from '../router.ts';
import { createCallerFactory } from '../trpc.ts';
import { aMember, anOrganisation } from './factories.ts';
import type { World } from './world.ts';

const factory = createCallerFactory(appRouter);
export type Caller = ReturnType<typeof factory>;

/** A call as the host would hand it on; from nobody, unless `call` says otherwise. */
function requestOf(services: Services, call: Partial<CallInfo> = {}): RequestContext {
  const info = {
    requestId: randomUUID(),
    ip: '127.0.0.1',
    userAgent: 'vitest',
    actor: null,
    connection: null,
    cookies: null,
    ...call,
  };
  return { services, info };
}

/** The context that such a call's procedure is given. */
export function contextFor<Call extends Partial<CallInfo>>(services: Services, call: Call) {
  return contextOf(services, requestOf(services, call).info) as Context & Call;
}

/** Calls procedures without being signed in. */
export const callerAsNobody = (services: Services, call: Partial<CallInfo> = {}): Caller =>
  factory(requestOf(services, call));

/** Calls procedures with an access token, through its verification. */
export async function callerWithToken(
  services: Services,
  token: string,
  call: Partial<CallInfo> = {},
): Promise<Caller> {
  return factory(requestOf(services, { actor: await services.tokens.verify(token), ...call }));
}

type Person = Awaited<ReturnType<typeof aMember>>;

/** A session of the person, and the calls they make in it. */
export async function callerFor(
  world: World,
  person: Pick<Person, 'id' | 'organisationId' | 'role'>,
  call: Partial<CallInfo> = {},
) {
  const { services, clock } = world;
  const session = await services.db.session.create({
    data: {
      memberId: person.id,
      organisationId: person.organisationId,
      ip: '127.0.0.1',
      userAgent: 'vitest',
      expiresAt: new Date(clock.now().getTime() + 30 * 24 * 3600 * 1000),
    },
  });
  const { token } = await services.tokens.issue({
    memberId: person.id,
    organisationId: person.organisationId,
    sessionId: session.id,
    role: person.role,
  });
  const actor = await services.tokens.verify(token);
  if (!actor) throw new Error('a token just issued does not verify');
  const request = requestOf(services, { actor, ...call });
  return { caller: factory(request), actor, token, context: contextOf(services, request.info) };
}

/** A new person with the role, and their calls. Without an organisation they get one of their own. */
export async function callerAs(
  world: World,
  role: Role,
  organisation?: { id: string },
  call: Partial<CallInfo> = {},
) {
  const home = organisation ?? (await anOrganisation(world));
  const person = await aMember(world, home, { role });
  return { ...(await callerFor(world, person, call)), person, organisation: home };
}
