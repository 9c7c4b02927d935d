import type { Transaction } from '../context.ts';

interface Which {
  channelId: string;
  now: Date;
  /** Only what this person made. */
  createdById?: string;
}

/** Takes links into a channel back: when it is closed, and when who made them does not manage it any more. */
export async function revokeLinks(
  tx: Transaction,
  { channelId, now, createdById }: Which,
): Promise<void> {
  await tx.channelInvite.updateMany({
    where: { channelId, revokedAt: null, ...(createdById ? { createdById } : {}) },
    data: { revokedAt: now },
  });
}
