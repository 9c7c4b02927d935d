import type { Services, Transaction } from '../context.ts';
import { defineJob } from '../ports/jobs.ts';
import type { PageWords } from '../ports/pages.ts';
import type { Finding } from './filter.ts';
import { pageOf } from './link-pages.ts';
import { linksIn } from './links.ts';
import { lockIfThere } from './log.ts';
import { noteLooks } from './message-looks.ts';
import { findingsIn, joined } from './preview-filter.ts';
import { type MessageRow, readMessages } from './rows.ts';

interface PreviewJob {
  messageId: string;
  /** In milliseconds since 1970. */
  orderedAt: number;
}

/** Pages that do not answer are no failure of it: what it tries again is what broke on our side. */
export const previewJob = defineJob<PreviewJob>({
  name: 'chat.link-previews',
  retries: 4,
  retryDelay: 5,
  workers: 6,
});
/** Nobody waits for longer until a preview appears: what was said has gone by. */
const waitsMs = 5 * 60_000;
/** How long a message waits whose links' host others ask. */
const putOffSeconds = 2;

type Orders = Pick<Services, 'jobs' | 'clock'>;

/** Has the links of a message looked at, if it has some: there is a job if and only if the caller's transaction commits. */
export async function orderPreviews(
  tx: Transaction,
  { jobs, clock }: Orders,
  { messageId, content }: { messageId: string; content: string },
): Promise<void> {
  if (linksIn(content).length === 0) return;
  await jobs.enqueue(tx, previewJob, { messageId, orderedAt: clock.now().getTime() });
}

interface Edit {
  messageId: string;
  before: string;
  after: string;
  /** False while nobody is to see it, and where there are no previews. */
  looks: boolean;
}

/** After an edit: previews go with their links, and new links are looked at. */
export async function previewsAfterEdit(
  tx: Transaction,
  orders: Orders,
  { messageId, before, after, looks }: Edit,
): Promise<void> {
  if (linksIn(before).length > 0) {
    // What somebody took off stays off, also when its link goes and comes back.
    await tx.linkPreview.deleteMany({
      where: { messageId, url: { notIn: linksIn(after) }, removedAt: null },
    });
  }
  if (looks) await orderPreviews(tx, orders, { messageId, content: after });
}

type Needs = Pick<
  Services,
  | 'db'
  | 'pool'
  | 'pageReader'
  | 'linkHosts'
  | 'limiter'
  | 'jobs'
  | 'clock'
  | 'log'
  | 'settings'
  | 'filter'
  | 'hub'
  | 'directory'
  | 'publicUrl'
>;

/** Looks at a message's links and shows what they lead to. Runs as a job: may run again. */
export async function previewLinks(
  services: Needs,
  job: PreviewJob,
  signal: AbortSignal,
): Promise<void> {
  const { messageId, orderedAt } = job;
  if (services.clock.now().getTime() - orderedAt > waitsMs) return;
  const [message] = await readMessages(services.pool, [messageId]);
  if (!message || message.deletedAt || message.hiddenAt) return;
  const channel = await services.db.channel.findUnique({ where: { id: message.channelId } });
  if (!channel || channel.deletedAt) return;
  const { organisationId } = channel;
  const { features } = await services.settings.of(organisationId);
  if (!features.linkPreviews) return;
  const links = await unlooked(services, message);
  const { authorId } = message;
  const look = async (url: string) => ({
    url,
    words: await pageOf(services, { organisationId, authorId, url }, signal),
  });
  // Links to one host one after the other: a message alone never takes all of its places.
  const hosts = Map.groupBy(links, (url) => new URL(url).host).values();
  const looked = (await Promise.all([...hosts].map((urls) => inTurn(urls, look)))).flat();
  const previews: Found['previews'] = [];
  for (const { url, words } of looked) {
    if (words === null || words === 'later') continue;
    const findings = await findingsIn(services, organisationId, message, words);
    if (findings) previews.push({ url, ...words, findings });
  }
  if (previews.length > 0) await show(services, { organisationId, message, previews });
  if (looked.some(({ words }) => words === 'later')) {
    await services.db.$transaction((tx) =>
      services.jobs.enqueue(tx, previewJob, job, { startAfterSeconds: putOffSeconds }),
    );
  }
}

async function inTurn<One, Result>(
  all: readonly One[],
  work: (one: One) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const one of all) results.push(await work(one));
  return results;
}

/** Links that nobody looked at yet, without those into this very installation. */
async function unlooked(
  { db, publicUrl }: Needs,
  { id: messageId, content }: MessageRow,
): Promise<string[]> {
  const links = linksIn(content).filter((url) => !url.startsWith(`${publicUrl}/`));
  if (links.length === 0) return [];
  const known = await db.linkPreview.findMany({
    where: { messageId, url: { in: links } },
    select: { url: true },
  });
  return links.filter((url) => !known.some((one) => one.url === url));
}

interface Found {
  organisationId: string;
  message: MessageRow;
  previews: ({ url: string; findings: readonly Finding[] } & PageWords)[];
}

/**
 * Writes the previews under the channel's lock, unless the message has changed too much meanwhile. What the
 * filter flags in them is in the message's case, as what it flags in its text.
 */
async function show(services: Needs, { organisationId, message, previews }: Found): Promise<void> {
  const { id: messageId, channelId, authorId: memberId } = message;
  const about = { organisationId, subject: { type: 'message', id: messageId } as const };
  const isFlagged = previews.some(({ findings }) => findings.length > 0);
  const tell = await services.db.$transaction(async (tx) => {
    if (isFlagged) await services.filter.hold(tx, about);
    if (!(await lockIfThere(tx, channelId))) return null;
    const now = await tx.message.findUnique({
      where: { id: messageId },
      select: { content: true, deletedAt: true, hiddenAt: true },
    });
    if (!now || now.deletedAt || now.hiddenAt) return null;
    const links = linksIn(now.content);
    const shown = previews.filter(({ url }) => links.includes(url));
    const { count } = await tx.linkPreview.createMany({
      data: shown.map(({ findings: _, ...preview }) => ({ messageId, ...preview })),
      skipDuplicates: true,
    });
    if (count === 0) return null;
    const news = await noteLooks(tx, services, { organisationId, channelId, messageId, memberId });
    const findings = joined(shown.flatMap((one) => one.findings));
    if (findings.length === 0) return [news];
    return [news, await services.filter.file(tx, { ...about, findings })];
  });
  for (const one of tell ?? []) await one();
}
