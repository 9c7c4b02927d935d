import type { Settings } from './settings/schemas.ts';

interface Rate {
  /** Whose calls are counted together. */
  by: 'member' | 'ip';
  seconds: number;
  points: number | ((settings: Settings) => number);
}

/** How often each kind of call may be made. Limits by member come from the organisation's settings. */
export const rates = {
  call: { by: 'member', seconds: 60, points: (s) => s.limits.callsPerMinute },
  open: { by: 'ip', seconds: 60, points: 600 },
  login: { by: 'ip', seconds: 60, points: 30 },
  register: { by: 'ip', seconds: 3600, points: 30 },
  refresh: { by: 'ip', seconds: 60, points: 120 },
  mail: { by: 'member', seconds: 3600, points: 5 },
  send: { by: 'member', seconds: 10, points: (s) => s.limits.messagesPerTenSeconds },
  upload: { by: 'member', seconds: 60, points: 240 },
  flag: { by: 'member', seconds: 3600, points: 60 },
  /** While a person writes, every pause asks anew. */
  search: { by: 'member', seconds: 60, points: (s) => Math.ceil(s.limits.callsPerMinute / 40) },
  typing: { by: 'member', seconds: 10, points: 20 },
  /** Clients tell what they measured once a minute. */
  report: { by: 'member', seconds: 60, points: 12 },
  verify: { by: 'member', seconds: 60, points: 6 },
  openDirect: { by: 'member', seconds: 3600, points: 120 },
  createChannel: { by: 'member', seconds: 86_400, points: (s) => s.limits.channelsPerDay },
} as const satisfies Record<string, Rate>;

export type RateName = keyof typeof rates;
