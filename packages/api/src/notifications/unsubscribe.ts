import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Context, Services } from '../context.ts';
import { DomainError } from '../errors.ts';
import { turnMailOff } from './preferences.ts';
import { type NoticeKind, standardChoices } from './schemas.ts';

type Mailed = NoticeKind | 'digest';

/** The address in a mail at which its person turns the kinds in it off as mails, without signing in. */
export function unsubscribeUrl(
  services: Pick<Services, 'secretKey' | 'publicUrl'>,
  memberId: string,
  kinds: readonly Mailed[],
): string {
  const named = `${memberId}.${[...new Set(kinds)].sort().join('-')}`;
  return `${services.publicUrl}/unsubscribe?token=${named}.${signature(services, named).toString('base64url')}`;
}

/** Turns off what the token from a mail names; twice changes nothing. Throws `notFound`. */
export async function unsubscribe(ctx: Context, token: string): Promise<{ kinds: string[] }> {
  const [memberId = '', named = '', signed = ''] = token.split('.');
  const right = signature(ctx, `${memberId}.${named}`);
  const given = Buffer.from(signed, 'base64url');
  const kinds = named.split('-');
  const isMailed = kinds.every((kind) => kind === 'digest' || Object.hasOwn(standardChoices, kind));
  if (given.length !== right.length || !timingSafeEqual(given, right) || !isMailed) throw unknown();
  const there = await ctx.db.member.count({ where: { id: memberId } });
  if (there === 0) throw unknown();
  await turnMailOff(ctx.db, memberId, kinds as Mailed[]);
  return { kinds };
}

const unknown = () => new DomainError('notFound', { field: 'token', reason: 'unsubscribe' });

function signature({ secretKey }: Pick<Services, 'secretKey'>, text: string): Buffer {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'atalaya unsubscribe', 32));
  return createHmac('sha256', key).update(text).digest();
}
