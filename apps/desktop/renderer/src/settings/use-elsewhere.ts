import { useEffect, useRef, useState } from 'react';
import { differing, type Field, type SettingValue, type Values, valueAt } from './edits.ts';

/** Own changes on their way: the live line may tell of them before the call has its answer. */
const awaited = new Map<string, SettingValue>();

/** Makes a change of one's own, which is not taken for somebody else's. */
export async function asOwn<Result>(
  changes: Iterable<readonly [path: string, value: SettingValue]>,
  work: () => Promise<Result>,
): Promise<Result> {
  const mine = [...changes];
  for (const [path, value] of mine) awaited.set(path, value);
  try {
    return await work();
  } catch (error) {
    for (const [path] of mine) awaited.delete(path);
    throw error;
  }
}

/** What somebody else changed while one was looking, until one has taken note. */
export function useElsewhere(fields: readonly Field[], values: Values) {
  const [paths, setPaths] = useState<readonly string[]>([]);
  const known = useRef(values);
  useEffect(() => {
    const changed = differing(fields, known.current, values).filter((path) => {
      const isMine = awaited.get(path) === valueAt(values, path);
      awaited.delete(path);
      return !isMine;
    });
    known.current = values;
    if (changed.length > 0) setPaths((before) => [...new Set([...before, ...changed])]);
  }, [fields, values]);
  return { paths, takeNote: () => setPaths([]) };
}
