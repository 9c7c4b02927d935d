import type { RouterInputs } from '@atalaya/api/types';
import { api } from '../app/atalaya.ts';

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
  const type = format === 'csv' ? 'text/csv' : 'application/jsonl';
  const address = URL.createObjectURL(new Blob(parts, { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `atalaya-audit-${new Date().toISOString().slice(0, 10)}.${format}`;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  return count;
}
