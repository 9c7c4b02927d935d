import { useCallback, useRef, useState } from 'react';

interface Task<Input, Output> {
  /** Runs it; a second call while it runs is passed over. Resolves to undefined when it failed. */
  run: (input: Input) => Promise<Output | undefined>;
  running: boolean;
  /** What the last run failed with. */
  error: unknown;
  /** Takes away what was said of the last failure. */
  forget: () => void;
}

/** One thing that a person sets going and that may fail: a form, a button. */
export function useTask<Input, Output>(
  work: (input: Input) => Promise<Output>,
): Task<Input, Output> {
  const [state, setState] = useState<{ running: boolean; error: unknown }>({
    running: false,
    error: null,
  });
  const busy = useRef(false);
  const latest = useRef(work);
  latest.current = work;
  const run = useCallback(async (input: Input) => {
    if (busy.current) return undefined;
    busy.current = true;
    setState({ running: true, error: null });
    try {
      const output = await latest.current(input);
      setState({ running: false, error: null });
      return output;
    } catch (error) {
      setState({ running: false, error });
      return undefined;
    } finally {
      busy.current = false;
    }
  }, []);
  const forget = useCallback(() => setState((now) => ({ ...now, error: null })), []);
  return { run, forget, ...state };
}
