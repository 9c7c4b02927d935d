import type { RouterInputs } from '@atalaya/api/types';
import { api } from '../app/atalaya.ts';
import { saveFile } from '../app/save-file.ts';

type Input = RouterInputs['audit']['export'];
export type Format = Input['format'];

interface Options {
  format: Format;
  signal: AbortSignal;
  onProgress: (entries: number) => void;
}

/** Reads the log part by part and hands it to the person as a file. Resolves to its entries. */
export async function exportLog(
  filters: Omit<Input, 'format' | 'cursor'>,
  { format, signal, onProgress }: Options,
): Promise<number> {
  const parts: string[] = [];
  let count = 0;
  let cursor: string | null = null;
  do {
    const part: { text: string; entries: number; nextCursor: string | null } =
      await api.audit.export.mutate({ ...filters, format, cursor }, { signal });
    signal.throwIfAborted();
    parts.push(part.text);
    count += part.entries;
    cursor = part.nextCursor;
    onProgress(count);
  } while (cursor !== null);
  saveFile({
    name: `atalaya-audit-${new Date().toISOString().slice(0, 10)}.${format}`,
    type: format === 'csv' ? 'text/csv' : 'application/jsonl',
    parts,
  });
  return count;
}
