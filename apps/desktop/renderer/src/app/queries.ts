import { createQueries } from '@atalaya/ui/state';

/** What was read from the server. */
export const queries = createQueries();
