import type { z } from 'zod';
import type { MemberContext, Transaction } from '../context.ts';
import {
  type Medium,
  media,
  type NoticeChoices,
  type NoticeKind,
  type NoticePreferences,
  type preferencesInput,
  type preferencesOutput,
  quietableKinds,
  standardChoices,
} from './schemas.ts';

/** What a row of preferences holds. */
export interface PreferenceRow {
  choices: unknown;
  quietFrom: number | null;
  quietTo: number | null;
  timeZone: string;
  mailAfterMinutes: number;
  digestHour: number | null;
}

type Kept = Partial<Record<NoticeKind, Partial<Record<Medium, boolean>>>>;
const kinds = Object.keys(standardChoices) as NoticeKind[];
const isQuietable = (kind: NoticeKind) => (quietableKinds as readonly string[]).includes(kind);

/** How a person with this row wants to be told; null: as the product does by itself. */
export function preferencesOf(row: PreferenceRow | null): NoticePreferences {
  const kept = (row?.choices ?? {}) as Kept;
  const choices = {} as NoticeChoices;
  for (const kind of kinds) {
    choices[kind] = { ...standardChoices[kind], ...kept[kind] };
    if (!isQuietable(kind)) choices[kind].inApp = true;
  }
  return {
    choices,
    quietHours:
      row?.quietFrom == null || row.quietTo == null
        ? null
        : { from: row.quietFrom, to: row.quietTo },
    timeZone: row?.timeZone ?? 'Europe/Madrid',
    mailAfterMinutes: row?.mailAfterMinutes ?? 10,
    digestHour: row?.digestHour ?? null,
  };
}

export async function readPreferences(
  ctx: MemberContext,
): Promise<z.output<typeof preferencesOutput>> {
  const { email, emailVerifiedAt, notificationPreference } = await ctx.db.member.findUniqueOrThrow({
    where: { id: ctx.actor.memberId },
    select: { email: true, emailVerifiedAt: true, notificationPreference: true },
  });
  const { push, dailyDigest } = (await ctx.settings.of(ctx.actor.organisationId)).notifications;
  return {
    ...preferencesOf(notificationPreference),
    mail: { address: email, verified: emailVerifiedAt !== null },
    offered: { push, dailyDigest },
  };
}

/** What is absent stays as it is. What is about a person's own account cannot be turned off in the product. */
export async function setPreferences(
  ctx: MemberContext,
  { choices, quietHours, ...rest }: z.output<typeof preferencesInput>,
): Promise<z.output<typeof preferencesOutput>> {
  const { memberId } = ctx.actor;
  const data = {
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    ...(choices ? { choices: difference(choices) } : {}),
    ...(quietHours === undefined
      ? {}
      : { quietFrom: quietHours?.from ?? null, quietTo: quietHours?.to ?? null }),
  };
  await ctx.db.notificationPreference.upsert({
    where: { memberId },
    create: { memberId, ...data },
    update: data,
  });
  return readPreferences(ctx);
}

/** Only what differs from the standard is kept, so that a better standard reaches everyone else. */
function difference(choices: NoticeChoices): Kept {
  const kept: Kept = {};
  for (const kind of kinds) {
    for (const medium of media) {
      const chosen = choices[kind][medium];
      if (chosen !== standardChoices[kind][medium])
        kept[kind] = { ...kept[kind], [medium]: chosen };
    }
  }
  return kept;
}

/** Turns kinds of mail off for a person. */
export async function turnMailOff(
  tx: Transaction,
  memberId: string,
  off: readonly (NoticeKind | 'digest')[],
): Promise<void> {
  const row = await tx.notificationPreference.findUnique({ where: { memberId } });
  const { choices } = preferencesOf(row);
  for (const kind of off) if (kind !== 'digest') choices[kind].mail = false;
  const data = {
    choices: difference(choices),
    ...(off.includes('digest') ? { digestHour: null } : {}),
  };
  await tx.notificationPreference.upsert({
    where: { memberId },
    create: { memberId, ...data },
    update: data,
  });
}

/** Those of the people who do not want this kind in their list. */
export async function keptOutOfApp(
  tx: Transaction,
  kind: NoticeKind,
  memberIds: readonly string[],
): Promise<Set<string>> {
  if (!isQuietable(kind)) return new Set();
  const rows = await tx.notificationPreference.findMany({
    where: { memberId: { in: [...memberIds] } },
    select: { memberId: true, choices: true },
  });
  const chosen = new Map(rows.map((row) => [row.memberId, (row.choices as Kept)[kind]?.inApp]));
  return new Set(memberIds.filter((id) => !(chosen.get(id) ?? standardChoices[kind].inApp)));
}
