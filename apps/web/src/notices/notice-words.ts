import type { Notification } from '@atalaya/api/types';
import type { Say } from '@atalaya/ui/i18n';
import { measuresTitle } from './measures.ts';

/** What a notice says, in one line. `nameOf` gives the name of a channel that the person knows. */
export function noticeTitle(
  say: Say,
  notice: Notification,
  nameOf: (channelId: string) => string | undefined,
): string {
  const { kind, params } = notice;
  switch (kind) {
    case 'sanction':
    case 'sanctionLifted':
      return measuresTitle(say, kind, params.measures, nameOf);
    case 'flagReceived':
    case 'flagOutcome':
      return say(`notification.${kind}.${params.subjectType}`);
    case 'channelIdle':
    case 'channelArchived':
      return say(`notification.${kind}`, { name: params.name });
    case 'alert':
      return say(`notification.alert.${params.alert}`);
    case 'mention':
    case 'directMessage':
    case 'threadReply':
    case 'channelInvite': {
      const about = 'about' in notice ? notice.about : null;
      const who = about?.authorName || say('notification.someone');
      const channel = about?.channelName ?? nameOf(params.channelId);
      const calls = kind === 'mention' && params.called !== 'name';
      const key = calls ? 'mention.call' : kind;
      // These sentences name the channel as one: “a channel” does not fit into them.
      if (channel === undefined && (key === 'mention.call' || key === 'channelInvite')) {
        return say(`notification.${key}.elsewhere`, { who });
      }
      return say(`notification.${key}`, { who, channel: channel ?? say('sanction.someChannel') });
    }
    case 'caseAssigned':
    case 'caseEscalated':
      return say(`notification.${kind}`);
  }
}
