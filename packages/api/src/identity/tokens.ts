import { createHash, hkdfSync, webcrypto } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { id } from '../common.ts';
import type { Actor } from '../context.ts';
import type { Clock } from '../ports/clock.ts';
import { role } from './schemas.ts';

/** How long an access token is good for. */
export const accessTokenSeconds = 15 * 60;

export interface Tokens {
  /** Signs an access token for a session. */
  issue(actor: Omit<Actor, 'issuedAt'>): Promise<{ token: string; expiresAt: Date }>;
  /** Who the token stands for, or null. Asks no database: revocation is another question. */
  verify(token: string): Promise<Actor | null>;
}

const issuer = 'atalaya';
const audience = 'atalaya:api';
const typ = 'at+jwt';
const algorithm = 'HS256';
/** Longer than any token of ours; what is longer is not looked at. */
const longestToken = 2_000;

const claims = z.object({
  sub: id,
  org: id,
  sid: id,
  role,
  iat: z.number(),
  exp: z.number(),
});

interface Verified {
  actor: Actor;
  expiresAtMs: number;
}

/** Access tokens signed with a key derived from the installation's secret. */
export function createTokens({ secretKey, clock }: { secretKey: Buffer; clock: Clock }): Tokens {
  const derived = new Uint8Array(hkdfSync('sha256', secretKey, '', 'atalaya access token', 32));
  const kid = createHash('sha256').update(derived).digest('base64url').slice(0, 12);
  const key = webcrypto.subtle.importKey('raw', derived, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ]);
  const verified = new LRUCache<string, Verified>({ max: 10_000 });

  async function issue(actor: Omit<Actor, 'issuedAt'>) {
    // With milliseconds: a token issued in the very second of a revocation is told apart by them.
    const issuedAt = clock.now().getTime() / 1000;
    const expiresAt = new Date((issuedAt + accessTokenSeconds) * 1000);
    const token = await new SignJWT({
      org: actor.organisationId,
      sid: actor.sessionId,
      role: actor.role,
      iat: issuedAt,
      exp: issuedAt + accessTokenSeconds,
    })
      .setProtectedHeader({ alg: algorithm, typ, kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(actor.memberId)
      .sign(await key);
    return { token, expiresAt };
  }

  async function verify(token: string): Promise<Actor | null> {
    const known = verified.get(token) ?? (await check(token));
    if (!known) return null;
    if (known.expiresAtMs > clock.now().getTime()) return known.actor;
    verified.delete(token);
    return null;
  }

  async function check(token: string): Promise<Verified | null> {
    if (token.length > longestToken) return null;
    try {
      const { payload, protectedHeader } = await jwtVerify(token, await key, {
        algorithms: [algorithm],
        issuer,
        audience,
        typ,
        currentDate: clock.now(),
        requiredClaims: ['exp', 'iat', 'sub'],
      });
      const parsed = claims.safeParse(payload);
      if (!parsed.success || protectedHeader.kid !== kid) return null;
      const { sub, org, sid, role, iat, exp } = parsed.data;
      const actor = { memberId: sub, organisationId: org, sessionId: sid, role, issuedAt: iat };
      const entry = { actor, expiresAtMs: exp * 1000 };
      verified.set(token, entry);
      return entry;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
      throw error;
    }
  }

  return { issue, verify };
}
