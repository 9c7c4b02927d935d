import type { DeadLetter, Jobs } from '@atalaya/api';
import { fromPrisma, type PgBoss } from 'pg-boss';

/** Where jobs end that failed as often as they may; the operator sends them back from there. */
export const deadLetters = 'dead-letters';
export const schema = 'jobs';

interface Row extends Omit<DeadLetter, 'name' | 'error' | 'tries'> {
  name: string | null;
  data: object;
  tries: number | null;
  output: unknown;
}

const columns = `id, source_name AS name, data, coalesce(source_created_on, created_on) AS "createdAt",
  created_on AS "failedAt", source_retry_count AS tries, output`;
const longestError = 300;

type Shelf = Pick<Jobs, 'listDeadLetters' | 'retryDeadLetters' | 'discardDeadLetters'>;

/** What lies with the dead letters, for the operator. */
export function deadLetterShelf(boss: PgBoss): Shelf {
  /** Takes them off the shelf, in the transaction: of two who take the same one, one gets it. */
  const take = async (db: ReturnType<typeof fromPrisma>, ids: readonly string[]) => {
    const { rows } = await db.executeSql(
      `DELETE FROM ${schema}.job WHERE name = $1 AND id = ANY($2::uuid[]) AND state < 'active'
       RETURNING ${columns}`,
      [deadLetters, [...ids]],
    );
    return rows as Row[];
  };
  return {
    async listDeadLetters({ before, limit }) {
      const { rows } = await boss.getDb().executeSql(
        `SELECT ${columns} FROM ${schema}.job
          WHERE name = $1 AND state < 'active' AND ($2::timestamptz IS NULL OR created_on < $2)
          ORDER BY created_on DESC, id DESC LIMIT $3`,
        [deadLetters, before, limit],
      );
      return (rows as Row[]).map(toDeadLetter);
    },
    async retryDeadLetters(tx, ids) {
      const db = fromPrisma(tx);
      const taken = (await take(db, ids)).filter(({ name }) => name !== null);
      for (const { name, data } of taken) await boss.send(name ?? '', data, { db });
      return taken.map(toDeadLetter);
    },
    async discardDeadLetters(tx, ids) {
      return (await take(fromPrisma(tx), ids)).map(toDeadLetter);
    },
  };
}

function toDeadLetter({ id, name, createdAt, failedAt, tries, output }: Row): DeadLetter {
  return {
    id,
    name: name ?? '',
    createdAt: new Date(createdAt),
    failedAt: new Date(failedAt),
    tries: (tries ?? 0) + 1,
    error: errorOf(output),
  };
}

/** What went wrong, without addresses: the console is read by more people than the mail. */
function errorOf(output: unknown): string {
  const { message, value } = (output ?? {}) as { message?: unknown; value?: { message?: unknown } };
  const text = String(message ?? value?.message ?? '');
  return text.replace(/[^\s<>@]+@[^\s<>@]+/g, '…@…').slice(0, longestError);
}
