import type { Services } from '../context.ts';
import type { PageWords } from '../ports/pages.ts';
import type { Finding } from './filter.ts';
import type { MessageRow } from './rows.ts';

/**
 * What the automatic filter finds in a page's words: what people may not write does not come in by a page's
 * title either. Null: they are not shown.
 */
export async function findingsIn(
  { filter }: Pick<Services, 'filter'>,
  organisationId: string,
  { channelId, authorId }: MessageRow,
  { site, title, description }: PageWords,
): Promise<readonly Finding[] | null> {
  const content = [site, title, description].join('\n');
  const text = { organisationId, channelId, authorId, content, counts: false };
  const verdict = await filter.check(text);
  if (verdict.outcome === 'allow') return [];
  return verdict.outcome === 'flag' ? verdict.findings : null;
}

/** The findings of several pages, each rule once. */
export function joined(findings: readonly Finding[]): Finding[] {
  return [...Map.groupBy(findings, ({ ruleId }) => ruleId).values()].flatMap((of) => {
    const [first] = of;
    return first ? [{ ...first, matched: [...new Set(of.flatMap(({ matched }) => matched))] }] : [];
  });
}
