/** How the line to the server stands, as the client tells it. */
export type LineState =
  | { status: 'idle' | 'connecting' | 'online' | 'catchingUp' }
  | { status: 'offline'; since: Date };
