/** Why the server closed the line. The same numbers as the server's; a test compares them. */
export const closeCodes = {
  /** Ask for a new access token, then come back. */
  reauthenticate: 4001,
  /** The session was closed, or the person banned or deactivated: sign in again. */
  sessionEnded: 4003,
  /** Too slow to take what was sent: come back and resume. */
  tooSlow: 4008,
  /** The server stops: come back after a random moment. */
  goingAway: 1001,
} as const;
