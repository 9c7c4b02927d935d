import { notifyManager, QueryClient } from '@tanstack/react-query';

// What a person changes shows within the same event: by the default, a timer, React would first
// put a ticked box back as it was.
notifyManager.setScheduler(queueMicrotask);

/** What is read from the server. Live events keep it fresh, so nothing is read again by the clock. */
export const createQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        refetchOnWindowFocus: false,
        // The client itself waits for the line and comes back; a second try here would only wait longer.
        retry: false,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
