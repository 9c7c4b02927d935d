import type { Notification } from '@atalaya/api/types';
import type { Say } from '@atalaya/ui/i18n';

/** What a notice says, in one line. `nameOf` gives the name of a channel that the person knows. */
export function noticeTitle(
  say: Say,
  { kind, params }: Notification,
  nameOf: (channelId: string) => string | undefined,
): string {
  switch (kind) {
    case 'sanction':
    case 'sanctionLifted': {
      const { sanction, channelId } = params;
      if (sanction !== 'mute') return say(`notification.${kind}.${sanction}`);
      if (channelId === null) return say(`notification.${kind}.muteEverywhere`);
      const channel = nameOf(channelId) ?? say('sanction.someChannel');
      return say(`notification.${kind}.mute`, { channel });
    }
    case 'flagReceived':
    case 'flagOutcome':
      return say(`notification.${kind}.${params.subjectType}`);
    case 'alert':
      return say(`notification.alert.${params.alert}`);
  }
}
