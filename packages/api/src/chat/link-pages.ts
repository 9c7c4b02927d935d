import type { Services } from '../context.ts';
import type { PageWords } from '../ports/pages.ts';
import { passing } from './link-hosts.ts';
import { plainWords } from './link-words.ts';

const minuteMs = 60_000;
/** For how long it is believed what a page said, and that one does not answer. */
const believed = { long: 24 * 60 * minuteMs, short: 10 * minuteMs };

type Needs = Pick<
  Services,
  'pool' | 'pageReader' | 'linkHosts' | 'limiter' | 'settings' | 'clock' | 'log'
>;
interface Asked {
  organisationId: string;
  /** Who linked to it. */
  authorId: string;
  url: string;
}

/**
 * What a page says of itself, as it was kept or as it says now; null where there is nothing to show. `later`:
 * others ask its host right now.
 */
export async function pageOf(
  services: Needs,
  asked: Asked,
  signal: AbortSignal,
): Promise<PageWords | 'later' | null> {
  const { pool, pageReader, linkHosts, clock, log } = services;
  const { organisationId, url } = asked;
  const { rows } = await pool.query<PageWords & { title: string | null }>({
    name: 'link-page',
    text: `SELECT site, title, description FROM link_page
            WHERE organisation_id = $1 AND url = $2 AND expires_at > $3`,
    values: [organisationId, url, clock.now()],
  });
  const known = rows[0];
  if (known) return known.title === null ? null : known;
  const answer = await linkHosts.visit(url, async () =>
    (await mayAskNew(services, asked)) ? pageReader.read(url, signal) : null,
  );
  if (answer === 'taken') return 'later';
  // Nothing is kept of it: whoever links to it afterwards may have a preview.
  if (answer === 'resting' || answer === null) return null;
  const words = answer.words && plainWords(answer.words);
  // Not which page: what people write does not go into the log.
  if (!answer.words) log.debug({ why: answer.why }, 'a link has no preview');
  const isPassing = answer.words === null && passing.includes(answer.why);
  const until = clock.now().getTime() + (isPassing ? believed.short : believed.long);
  await pool.query({
    name: 'keep-link-page',
    text: `INSERT INTO link_page (organisation_id, url, site, title, description, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (organisation_id, url) DO UPDATE
             SET site = excluded.site, title = excluded.title,
                 description = excluded.description, expires_at = excluded.expires_at`,
    values: [
      organisationId,
      url,
      words?.site ?? '',
      words?.title ?? null,
      words?.description ?? '',
      new Date(until),
    ],
  });
  return words;
}

/** Whoever writes links makes this machine ask pages, but not for as many as they like. */
async function mayAskNew(
  { limiter, settings }: Needs,
  { organisationId, authorId }: Asked,
): Promise<boolean> {
  const { limits } = await settings.of(organisationId);
  const points = limits.linkedPagesPerTenMinutes;
  return (await limiter.consume(`linkedPage:${authorId}`, points, 600)) === 0;
}
