import type { Policy } from '@atalaya/api/types';
import { AtalayaError, type SessionState } from '@atalaya/client';
import { isPolicy } from '@atalaya/ui/policies';

/** What the banned are told. Null: not known yet. */
export interface Ban {
  policy: Policy | null;
  statement: string;
  /** Null: for good. */
  until: Date | null;
}

/** A ban of which only this is known: that there is one. */
export type KnownBan = Ban | 'unknown';

/** The ban that an error of signing in or going on tells of. */
export function banIn(error: unknown): Ban | null {
  if (!(error instanceof AtalayaError) || error.messageKey !== 'error.forbidden.banned') {
    return null;
  }
  const { policy, statement, until } = error.params;
  return {
    policy: isPolicy(policy) ? policy : null,
    statement: typeof statement === 'string' ? statement : '',
    until: typeof until === 'string' ? new Date(until) : null,
  };
}

/** The ban that ended a session. */
export function banFrom(session: SessionState): KnownBan | null {
  if (session.status !== 'signedOut') return null;
  return banIn(session.error) ?? (session.detail === 'banned' ? 'unknown' : null);
}

const key = 'atalaya.ban';

/** The ban that this tab was told of; a reload must not turn its reasons into a bare sign-in. */
export const keptBan = {
  get(): KnownBan | null {
    try {
      const kept = sessionStorage.getItem(key);
      if (kept === null) return null;
      const ban = JSON.parse(kept) as 'unknown' | (Omit<Ban, 'until'> & { until: string | null });
      return ban === 'unknown' ? ban : { ...ban, until: ban.until ? new Date(ban.until) : null };
    } catch {
      return null;
    }
  },
  set(ban: KnownBan | null): void {
    try {
      if (ban === null) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, JSON.stringify(ban));
    } catch {
      // Then the sign-in page is what is left.
    }
  },
};
