import { randomUUID } from 'node:crypto';
import { aChannel, say } from '../../chat/testing.ts';
import { callerAs, type World } from '../../testing/index.ts';
import type { RuleDefinition, RuleInput } from './schemas.ts';

/** A rule for these words. */
export const words = (...all: string[]): RuleDefinition => ({
  kind: 'words',
  config: { words: all, except: [] },
});
/** A rule that blocks, unless it is said otherwise. */
export const aRule = (definition: RuleDefinition, more: Partial<RuleInput> = {}): RuleInput =>
  ({
    name: `rule ${randomUUID()}`,
    outcome: 'block',
    policy: 'spam',
    severity: 2,
    channelIds: [],
    enabled: true,
    ...definition,
    ...more,
  }) as RuleInput;

/** An organisation with these rules, and people in a channel. */
export async function aPlace(world: World, ...rules: RuleInput[]) {
  const admin = await callerAs(world, 'admin');
  const author = await callerAs(world, 'member', admin.organisation);
  const reader = await callerAs(world, 'member', admin.organisation);
  const moderator = await callerAs(world, 'moderator', admin.organisation);
  const channel = await aChannel(reader, [author, moderator]);
  for (const rule of rules) await admin.caller.moderation.rules.create(rule);
  const texts = async ({ caller }: typeof author) =>
    (await caller.chat.messages.history({ channelId: channel.id })).messages.map(
      ({ content }) => content,
    );
  return {
    admin,
    author,
    reader,
    moderator,
    channel,
    texts,
    write: (text: string, clientId?: string) => say(author.caller, channel.id, text, clientId),
  };
}
