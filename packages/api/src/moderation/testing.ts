import { aChannel, say } from '../chat/testing.ts';
import type { Role } from '../identity/schemas.ts';
import { callerAs, type World } from '../testing/index.ts';
import type { Action, CaseRow, QueueEvent } from './schemas.ts';

export type Someone = Awaited<ReturnType<typeof callerAs>>;

/** An organisation with a channel in which an author wrote something, and someone who minds. */
export async function aScene(world: World) {
  const moderator = await callerAs(world, 'moderator');
  const { organisation } = moderator;
  const someone = (role: Role = 'member') => callerAs(world, role, organisation);
  const [author, flagger] = await Promise.all([someone(), someone()]);
  const channel = await aChannel(flagger, [author, moderator]);
  const message = await say(author.caller, channel.id, 'palabras gruesas');
  return {
    world,
    organisation,
    moderator,
    author,
    flagger,
    channel,
    message,
    someone,
    write: (text: string, by: Someone = author) => say(by.caller, channel.id, text),
    /** Another message of the author, flagged. Gives the case. */
    async flagged(text = `mal dicho ${Math.random()}`, reason: CaseRow['policy'] = 'harassment') {
      const { id } = await say(author.caller, channel.id, text);
      await flagger.caller.moderation.flags.create({
        subjectType: 'message',
        subjectId: id,
        reason,
      });
      return caseOf(moderator, id);
    },
  };
}
export type Scene = Awaited<ReturnType<typeof aScene>>;

/** A channel of the flagger's, with people of the staff who run it, and a flag about it. */
export async function flaggedChannel(world: World) {
  const scene = await aScene(world);
  const { channel, author, flagger, someone } = scene;
  const [owner, manager, reader] = await Promise.all(
    (['moderator', 'admin', 'moderator'] as const).map((role) => someone(role)),
  );
  if (!owner || !manager || !reader) throw new Error('nobody');
  const setRole = async (one: Someone, role: 'owner' | 'manager' | 'writer') =>
    flagger.caller.chat.channels.setRole({
      channelId: channel.id,
      memberId: one.person.id,
      role,
    });
  for (const one of [owner, manager, reader]) {
    await one.caller.chat.channels.join({ channelId: channel.id });
  }
  await setRole(owner, 'owner');
  await setRole(manager, 'manager');
  const flag = (by: Someone = author) =>
    by.caller.moderation.flags.create({
      subjectType: 'channel',
      subjectId: channel.id,
      reason: 'harassment',
    });
  return { ...scene, owner, manager, reader, setRole, flag };
}

/** The open case about a subject, as the staff see it. */
export async function caseOf(staff: Someone, subjectId: string): Promise<CaseRow> {
  const found = await findCase(staff, subjectId);
  if (!found) throw new Error('there is no open case about it');
  return found;
}

export async function findCase(
  staff: Someone,
  subjectId: string,
  state: 'open' | 'decided' = 'open',
) {
  let cursor: string | null = null;
  do {
    const page: { items: CaseRow[]; nextCursor: string | null } =
      await staff.caller.moderation.cases.list({ cursor, limit: 100, state });
    const found = page.items.find((row) => row.subjectId === subjectId);
    if (found) return found;
    cursor = page.nextCursor;
  } while (cursor);
  return null;
}

/** Reads the queue's news one after the other. */
export async function watchQueue(staff: Pick<Someone, 'caller'>) {
  const events = await staff.caller.moderation.onQueue();
  const iterator = events[Symbol.asyncIterator]();
  const next = async (): Promise<QueueEvent> => {
    const { value, done } = await iterator.next();
    if (done || !value) throw new Error('the stream has ended');
    return (value as unknown as { data: QueueEvent }).data;
  };
  return {
    next,
    async until<Type extends QueueEvent['type']>(type: Type) {
      for (;;) {
        const event = await next();
        if (event.type === type) return event as Extract<QueueEvent, { type: Type }>;
      }
    },
    stop: () => iterator.return?.(),
  };
}

/** Decides about harassment, with a statement and a note. */
export const decide = (
  by: Someone,
  { id: caseId, version }: Pick<CaseRow, 'id' | 'version'>,
  ...actions: Action[]
) =>
  by.caller.moderation.cases.decide({
    caseId,
    version,
    policy: 'harassment',
    statement: 'Así no hablamos aquí',
    note: 'reincidente',
    actions,
  });

/** The last decision that takes nothing back. */
export const lastDecision = async (by: Someone, caseId: string) => {
  const { decisions } = await by.caller.moderation.cases.get({ caseId });
  const last = decisions.findLast(({ revertsId }) => revertsId === null);
  if (!last) throw new Error('nothing was decided');
  return last;
};
/** Takes the last decision back. */
export const undo = async (by: Someone, caseId: string) =>
  by.caller.moderation.cases.undo({ caseId, decisionId: (await lastDecision(by, caseId)).id });

/** The rows that decisions change, without what counts changes and keeps tokens out. */
export async function stateOf({ world, author, organisation }: Scene) {
  const member = await world.services.db.member.findUniqueOrThrow({
    where: { id: author.person.id },
    omit: { version: true, tokensValidFrom: true },
  });
  const messages = await world.services.db.message.findMany({
    where: { authorId: author.person.id },
    orderBy: { id: 'asc' },
    include: { reactions: true, revisions: true },
  });
  const places = await world.services.db.channelMember.findMany({
    where: { channel: { organisationId: organisation.id } },
    orderBy: [{ channelId: 'asc' }, { memberId: 'asc' }],
  });
  return { member, messages, places };
}
