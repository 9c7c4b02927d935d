import { useState } from 'react';

/** A value that this browser or program remembers; anything unreadable is as if it were not there. */
export function useRemembered<Value>(
  key: string,
  standard: Value,
  isFit: (value: unknown) => value is Value,
): [Value, (value: Value) => void] {
  const [value, setValue] = useState(() => {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
      return isFit(kept) ? kept : standard;
    } catch {
      return standard;
    }
  });
  return [
    value,
    (next) => {
      setValue(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // A browser that forbids storage still gets a working screen.
      }
    },
  ];
}
