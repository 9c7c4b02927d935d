/** Largest body of a request and largest message on a socket, in bytes. */
export const largestMessage = 1024 * 1024;
/** Most calls in one request or message. */
export const largestBatch = 50;
const longestUserAgent = 300;

export const userAgentOf = (header: string | undefined) =>
  (header ?? '').slice(0, longestUserAgent);
