import { QueryClient } from '@tanstack/react-query';

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
