import { randomUUID } from 'node:crypto';
import { type Actor, appRouter, type RequestContext, type Services } from '@atalaya/api';
import type { DemoIncident, DemoProfileFlag } from '@atalaya/db/demo';

const minuteMs = 60_000;

interface Person {
  id: string;
  organisationId: string;
  role: Actor['role'];
}

/**
 * Lets demo people flag what they minded, so that the queue has cases from the start: by the same
 * calls that people make, at moments in the past. Call it once, after the demo was written.
 */
export async function flagDemo(services: Services): Promise<void> {
  const { demoIncidents, demoProfileFlags } = await import('@atalaya/db/demo');
  // At the same time, because somebody waits for the first start.
  await Promise.all(
    Object.entries(demoIncidents).map(async ([slug, channels]) => {
      const people = await peopleOf(services, slug);
      const incidents = Object.values(channels).flat();
      await Promise.all([
        ...incidents.map((incident) => flagMessage(services, people, incident)),
        ...(demoProfileFlags[slug] ?? []).map((flag) => flagProfile(services, people, flag)),
      ]);
    }),
  );
}

async function flagMessage(
  services: Services,
  people: Map<string, Person>,
  { from, text, minutesAgo, flags }: DemoIncident,
): Promise<void> {
  const message = await services.db.message.findFirst({
    where: { content: text, authorId: people.get(from)?.id ?? '' },
    select: { id: true },
  });
  for (const { by, reason, after, note } of message ? flags : []) {
    const caller = callerOf(services, people.get(by), minutesAgo - after);
    await caller?.moderation.flags.create({
      subjectType: 'message',
      subjectId: message?.id ?? '',
      reason: reason as 'spam',
      note,
    });
  }
}

async function flagProfile(
  services: Services,
  people: Map<string, Person>,
  { username, by, reason, minutesAgo, note, decided }: DemoProfileFlag,
): Promise<void> {
  const subjectId = people.get(username)?.id ?? '';
  const policy = reason as 'spam';
  const flagger = callerOf(services, people.get(by), minutesAgo);
  await flagger?.moderation.flags.create({
    subjectType: 'member',
    subjectId,
    reason: policy,
    note,
  });
  if (!decided) return;
  const staff = callerOf(services, people.get(decided.by), decided.minutesAgo);
  const { id: caseId, version } = await services.db.moderationCase.findFirstOrThrow({
    where: { subjectType: 'member', subjectId, state: 'open' },
  });
  const { statement } = decided;
  const actions = [{ type: 'ban' as const }];
  await staff?.moderation.cases.decide({ caseId, version, policy, statement, actions });
}

/** The people of a demo organisation by username. */
async function peopleOf({ db }: Services, slug: string): Promise<Map<string, Person>> {
  const people = await db.member.findMany({
    where: { organisation: { slug }, demo: true },
    select: { id: true, organisationId: true, role: true, username: true },
  });
  return new Map(people.map(({ username, ...person }) => [username, person]));
}

/** The person's calls, as made so many minutes ago. */
function callerOf(services: Services, person: Person | undefined, minutesAgo: number) {
  if (!person) return null;
  const now = new Date(Date.now() - minutesAgo * minuteMs);
  const then: Services = Object.create(services, { clock: { value: { now: () => now } } });
  const { id: memberId, ...rest } = person;
  const actor: Actor = {
    memberId,
    ...rest,
    sessionId: randomUUID(),
    issuedAt: Date.now() / 1000,
  };
  const request: RequestContext = {
    services: then,
    info: {
      requestId: 'demo',
      ip: '127.0.0.1',
      userAgent: 'demo',
      actor,
      connection: null,
      cookies: null,
    },
  };
  return appRouter.createCaller(request);
}
