import type { CaseRow, RouterInputs } from '../../packages/api/src/types.ts';
import { type Atalaya, createAtalaya, memorySession } from '../../packages/client/src/index.ts';
import type { TestServer } from './server.ts';
import { credentials, type Who } from './sign-in.ts';

type Decision = Omit<RouterInputs['moderation']['cases']['decide'], 'caseId' | 'version'>;

/** Someone who uses the API without a screen. Close it at the end. */
export async function apiAs(server: TestServer, who: Who): Promise<Atalaya> {
  const client = createAtalaya({ url: server.url, session: memorySession() });
  await client.session.signIn(credentials(who));
  return client;
}

/** The open case about a message with this text, or a channel or person with these words. */
export async function caseAbout({ api }: Atalaya, text: string): Promise<CaseRow> {
  const { items } = await api.moderation.cases.list.query({ limit: 100 });
  const found = items.find(({ excerpt }) => excerpt.includes(text));
  if (!found) throw new Error(`No open case says «${text}»`);
  return found;
}

/** Decides on the case about a text. */
export async function decideOn(staff: Atalaya, text: string, decision: Decision) {
  const { id, version } = await caseAbout(staff, text);
  return staff.api.moderation.cases.decide.mutate({ caseId: id, version, ...decision });
}

/** The id of a public channel. */
export async function channelNamed({ api }: Atalaya, name: string): Promise<string> {
  for (const scope of ['joined', 'discover'] as const) {
    const { items } = await api.chat.channels.list.query({ scope, limit: 50, search: name });
    const found = items.find((channel) => channel.name === name);
    if (found) return found.id;
  }
  throw new Error(`No channel is called «${name}»`);
}

/** Registers a new member of the demo organisation. */
export async function aNewcomer(server: TestServer): Promise<Exclude<Who, string>> {
  const admin = await apiAs(server, 'admin');
  const name = `nueva-${crypto.randomUUID().slice(0, 8)}`;
  const who = { email: `${name}@correo.example`, password: 'barca sin remos 1987' };
  try {
    const { code } = await admin.api.organisations.invites.create.mutate({ uses: 1, days: 1 });
    const guest = createAtalaya({ url: server.url, session: memorySession() });
    await guest.session.register({ ...who, username: name, locale: 'es', inviteCode: code });
    guest.close();
  } finally {
    admin.close();
  }
  return who;
}
