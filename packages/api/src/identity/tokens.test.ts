import { createHmac, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { createTokens } from './tokens.ts';

const secretKey = randomBytes(32);
const actor = {
  memberId: randomUUID(),
  organisationId: randomUUID(),
  sessionId: randomUUID(),
  role: 'moderator',
} as const;

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const readPart = (text = ''): Record<string, unknown> =>
  JSON.parse(Buffer.from(text, 'base64url').toString());

/** A token with claims and header of the attacker's choice, signed with the right key. */
async function forged(change: { header?: object; claims?: object; key?: Buffer }) {
  const clock = new ManualClock();
  const tokens = createTokens({ secretKey, clock });
  const [header, claims] = (await tokens.issue(actor)).token.split('.');
  const signed = `${part({ ...readPart(header), ...change.header })}.${part({ ...readPart(claims), ...change.claims })}`;
  const key =
    change.key ?? Buffer.from(hkdfSync('sha256', secretKey, '', 'atalaya access token', 32));
  const signature = createHmac('sha256', key).update(signed).digest('base64url');
  return tokens.verify(`${signed}.${signature}`);
}

describe('access tokens', () => {
  test('ID-03: a token says who calls, for at most 15 minutes', async () => {
    const clock = new ManualClock();
    const tokens = createTokens({ secretKey, clock });
    const { token, expiresAt } = await tokens.issue(actor);
    const issuedAt = clock.now().getTime() / 1000;
    expect(expiresAt.getTime() / 1000 - issuedAt).toBeLessThanOrEqual(15 * 60);
    expect(await tokens.verify(token)).toEqual({ ...actor, issuedAt });
    clock.advance({ minutes: 14, seconds: 59 });
    expect(await tokens.verify(token)).toEqual({ ...actor, issuedAt });
    clock.advance({ seconds: 1 });
    expect(await tokens.verify(token)).toBeNull();
    expect(await createTokens({ secretKey, clock }).verify(token)).toBeNull();
  });

  test('ID-03: the forger of these tests makes good tokens when nothing is changed', async () => {
    expect(await forged({})).toMatchObject(actor);
  });

  test.each([
    ['another key', { key: randomBytes(32) }],
    ['no algorithm', { header: { alg: 'none' } }],
    ['another algorithm', { header: { alg: 'HS512' } }],
    ['another kind of token', { header: { typ: 'JWT' } }],
    ['an unknown key id', { header: { kid: 'other' } }],
    ['another issuer', { claims: { iss: 'evil' } }],
    ['another audience', { claims: { aud: 'other' } }],
    ['an invented role', { claims: { role: 'god' } }],
    ['no session', { claims: { sid: undefined } }],
    ['no end', { claims: { exp: undefined } }],
    ['a member that is no id', { claims: { sub: "' OR 1=1" } }],
  ])('ID-03: a token with %s is refused', async (_name, change) => {
    expect(await forged(change)).toBeNull();
  });

  test('ID-03: texts that are no tokens are refused', async () => {
    const tokens = createTokens({ secretKey, clock: new ManualClock() });
    for (const text of ['', '.', '..', 'a.b.c', '\0', 'x'.repeat(5_000), '{}']) {
      expect(await tokens.verify(text)).toBeNull();
    }
  });

  test('ID-03: another installation does not take it', async () => {
    const clock = new ManualClock();
    const { token } = await createTokens({ secretKey, clock }).issue(actor);
    expect(await createTokens({ secretKey: randomBytes(32), clock }).verify(token)).toBeNull();
  });
});
