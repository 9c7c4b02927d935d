import type { Pool } from 'pg';
import { peopleOfAlertsSql } from '../concern.ts';
import type { Directory } from '../organisations/index.ts';
import type { Alert } from './schemas.ts';

export interface AlertRow extends Omit<Alert, 'acknowledgedBy' | 'resolvedBy'> {
  organisationId: string;
  acknowledgedById: string | null;
  resolvedById: string | null;
}

export const columns = `
  id, organisation_id AS "organisationId", kind, severity, state, params, count,
  first_at AS "firstAt", last_at AS "lastAt",
  acknowledged_at AS "acknowledgedAt", acknowledged_by_id AS "acknowledgedById",
  resolved_at AS "resolvedAt", resolved_by_id AS "resolvedById",
  escalated_at AS "escalatedAt", silenced_until AS "silencedUntil"`;

/** The rows with the names of who handled them. */
export async function presented(
  directory: Directory,
  organisationId: string,
  rows: readonly AlertRow[],
): Promise<Alert[]> {
  const people = await directory.many(
    organisationId,
    rows.flatMap((row) => [row.acknowledgedById ?? [], row.resolvedById ?? []].flat()),
  );
  const named = (id: string | null) => {
    const person = id === null ? undefined : people.get(id);
    return person ? { id: person.id, displayName: person.displayName } : null;
  };
  return rows.map(({ organisationId: _, acknowledgedById, resolvedById, ...row }) => ({
    ...row,
    acknowledgedBy: named(acknowledgedById),
    resolvedBy: named(resolvedById),
  }));
}

/** Those of the alerts that the organisation has, each with those whom it is about. */
export async function readAlerts(
  { pool, directory }: { pool: Pool; directory: Directory },
  organisationId: string,
  ids: readonly string[],
): Promise<{ alert: Alert; concerned: string[] }[]> {
  const values = [organisationId, ids];
  const [{ rows }, people] = await Promise.all([
    pool.query<AlertRow>({
      name: 'alerts-by-id',
      text: `SELECT ${columns} FROM alert WHERE organisation_id = $1 AND id = ANY($2::uuid[])`,
      values,
    }),
    pool.query<{ id: string; person: string }>({
      name: 'alerts-concerned',
      text: peopleOfAlertsSql('a.organisation_id = $1 AND a.id = ANY($2::uuid[])'),
      values,
    }),
  ]);
  const alerts = await presented(directory, organisationId, rows);
  return alerts.map((alert) => ({
    alert,
    concerned: people.rows.flatMap(({ id, person }) => (id === alert.id ? person : [])),
  }));
}
