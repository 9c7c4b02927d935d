import { caseIsAboutSql } from '../concern.ts';
import type { Transaction } from '../context.ts';

/** What was decided about what somebody flagged. */
export interface FlaggerRecord {
  /** Something was done. */
  upheld: number;
  /** It was found fine. */
  dismissed: number;
}

/** So many decided flags are looked at, the last ones: who flags better from now on is soon believed again. */
const remembered = 20;
/** As if there were so many flags of each kind before the first: nobody is judged by one or two. */
const presumed = 2;
const whole = 100;
/** What every flag counts at least. One that is right may come from anyone. */
const least = 20;

/**
 * What a flag counts where flags add up, in hundredths of one:
 *
 *     100 × min(1, 2 × (upheld + 2) / (upheld + dismissed + 4)), and 20 at least
 *
 * The fraction is what one expects of the next flag by the beta reputation of Jøsang and Ismail (2002);
 * twice that, as with half of them right a flag is as good as a newcomer's. Nobody's counts more than one:
 * what a good record would add, whoever collects one before a raid would have.
 */
export function flagWeight({ upheld, dismissed }: FlaggerRecord): number {
  const expected = (upheld + presumed) / (upheld + dismissed + 2 * presumed);
  return Math.max(least, Math.round(whole * Math.min(1, 2 * expected)));
}

/** So little that the flag's own severity counts for one less. */
const little = 50;

/** How grave a flag is for the case: it alone makes a case as urgent as its policy, unless it counts little. */
export const flagSeverity = (ofPolicy: number, weight: number): number =>
  weight < little ? Math.max(1, ofPolicy - 1) : ofPolicy;

/** The sum of flags as so many people. */
export const peopleOf = (weight: number): number => weight / whole;

const others = `AND NOT ${caseIsAboutSql('$2::uuid')}`;

/**
 * What came of the last flags of a person, by the last decision of each case: while one is decided, that
 * is in force; with a reader, of those that are not about the reader, whom
 * even a sum would tell something.
 */
export async function readRecord(
  db: Pick<Transaction, '$queryRawUnsafe'>,
  flaggerId: string,
  readerId?: string,
): Promise<FlaggerRecord> {
  const [record] = await db.$queryRawUnsafe<FlaggerRecord[]>(
    `SELECT (count(*) FILTER (WHERE NOT dismissed))::int AS upheld,
            (count(*) FILTER (WHERE dismissed))::int AS dismissed
       FROM (SELECT decided.actions @> '[{"type":"dismiss"}]' AS dismissed
               FROM moderation_flag f
               JOIN moderation_case c ON c.id = f.case_id AND c.state = 'decided'
              CROSS JOIN LATERAL (
                SELECT d.actions FROM moderation_decision d
                 WHERE d.case_id = c.id AND d.reverts_id IS NULL
                   AND EXISTS (SELECT FROM jsonb_array_elements(d.actions) AS one
                                WHERE one->>'type' <> 'note')
                 ORDER BY d.created_at DESC, d.id DESC LIMIT 1) AS decided
              WHERE f.flagger_id = $1::uuid ${readerId ? others : ''}
              ORDER BY f.created_at DESC, f.id DESC LIMIT ${remembered}) AS last`,
    flaggerId,
    ...(readerId ? [readerId] : []),
  );
  return record ?? { upheld: 0, dismissed: 0 };
}
