import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { demoPassword } from '../../packages/db/src/demo/sign-ins.ts';
import type { TestServer } from './server.ts';
import { credentials, type Who } from './sign-in.ts';

/** Calls of one person, by HTTP with a token: what others do while a page is looked at. */
export interface Caller {
  query<Result>(path: string, input?: unknown): Promise<Result>;
  mutate<Result>(path: string, input?: unknown): Promise<Result>;
}

/** Signs someone in outside of any browser. */
export async function callerOf(server: TestServer, who: Who): Promise<Caller> {
  const signedIn = await call<{ accessToken: string }>(server, 'POST', 'auth.login', {
    ...credentials(who),
    session: 'token',
  });
  const token = signedIn.accessToken;
  return {
    query: (path, input) => call(server, 'GET', path, input, token),
    mutate: (path, input) => call(server, 'POST', path, input, token),
  };
}

async function call<Result>(
  { url }: TestServer,
  method: 'GET' | 'POST',
  path: string,
  input: unknown,
  token?: string,
): Promise<Result> {
  const body = JSON.stringify({ json: input ?? null });
  const query = method === 'GET' ? `?input=${encodeURIComponent(body)}` : '';
  for (;;) {
    const response = await fetch(`${url}/trpc/${path}${query}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      ...(method === 'POST' && { body }),
    });
    const answer = (await response.json()) as {
      result?: { data: { json: Result } };
      error?: { json: { data: { messageKey: string; retryAfter: number | null } } };
    };
    if (answer.result) return answer.result.data.json;
    const failure = answer.error?.json.data;
    // Tests are faster than people: they wait as long as the server says.
    if (failure?.retryAfter) await delay(failure.retryAfter * 1000);
    else throw new Error(`${path}: ${failure?.messageKey ?? response.status}`);
  }
}

export interface FlaggedMessage {
  messageId: string;
  content: string;
}

const fewAtOnce = 4;
/** Members of the demo who write in the same channel. */
const crowd: Who[] = ['hugo', 'lois', 'marta', 'nico', 'pilar', 'ines'].map((name) => ({
  email: `${name}@faro.example`,
  password: demoPassword,
}));

/** A member writes messages that somebody flags: each becomes a case. Resolves when all are cases. */
export async function flagMessages(
  server: TestServer,
  contents: readonly string[],
  { reason = 'harassment' }: { reason?: string } = {},
): Promise<FlaggedMessage[]> {
  // The demo's filter takes much at once from one person for a flood.
  const others = contents.length > fewAtOnce ? crowd : [];
  const writers = await Promise.all(
    ['member' as const, ...others].map((who) => callerOf(server, who)),
  );
  const [first] = writers;
  if (!first) throw new Error('nobody writes');
  const flagger = await callerOf(server, 'auditor');
  const { items } = await first.query<{ items: { id: string; name: string }[] }>(
    'chat.channels.list',
    {},
  );
  const channel = items.find(({ name }) => name === 'general') ?? items[0];
  if (!channel) throw new Error('the demo has no channel');
  const flagged: FlaggedMessage[] = [];
  for (const [index, content] of contents.entries()) {
    const writer = writers[index % writers.length] ?? first;
    const { id } = await writer.mutate<{ id: string }>('chat.messages.send', {
      channelId: channel.id,
      clientId: randomUUID(),
      content,
    });
    await flagger.mutate('moderation.flags.create', {
      subjectType: 'message',
      subjectId: id,
      reason,
      note: 'Molesta a la gente.',
    });
    flagged.push({ messageId: id, content });
  }
  return flagged;
}
