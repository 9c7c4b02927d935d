import type { RouterInputs } from '@atalaya/api/types';
import { api } from '../app/atalaya.ts';
import { saveFile } from '../app/save-file.ts';

type Input = RouterInputs['insights']['export'];
export type Exported = Input['what'];
export const exported = ['days', 'channels', 'hours'] as const satisfies Exported[];

/** Reads the figures part by part and hands them to the person as a file. Resolves to its rows. */
export async function exportFigures(wanted: Omit<Input, 'cursor'>, name: string): Promise<number> {
  const parts: string[] = [];
  let count = 0;
  let cursor: string | null = null;
  do {
    const part: { text: string; rows: number; nextCursor: string | null } =
      await api.insights.export.mutate({ ...wanted, cursor });
    parts.push(part.text);
    count += part.rows;
    cursor = part.nextCursor;
  } while (cursor !== null);
  const today = new Date().toISOString().slice(0, 10);
  saveFile({ name: `atalaya-${name}-${today}.csv`, type: 'text/csv', parts });
  return count;
}
