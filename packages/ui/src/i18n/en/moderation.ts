import type { moderation as spanish } from '../es/moderation.ts';
import type { Same } from '../text.ts';

/** Reporting, and what staff decided about oneself, in English. */
export const moderation: Same<typeof spanish> = {
  'report.action': 'Report',
  'report.channel': 'Report the channel',
  'report.member': 'Report this person',
  'report.message.title': 'Report a message by {{name}}',
  'report.channel.title': 'Report the channel {{name}}',
  'report.member.title': 'Report {{name}}',
  'report.anonymous': 'Only the moderators will know that you reported it.',
  'report.why': 'Which rule does it break?',
  'report.note': 'What the team should know (if anything)',
  'report.send': 'Send the report',
  'report.received': 'Thank you. Staff will look at it, and you will hear what they decide.',
  'sanction.where': 'Where',
  'sanction.everywhere': 'In all channels',
  'sanction.someChannel': 'a channel',
  'sanction.why': 'Reason',
  'sanction.statement': 'What the team says',
  'sanction.until': 'Until',
  'sanction.forGood': 'No end date',
  'sanction.left': 'Left: {{time}}',
  'sanction.over': 'Already over',
  'sanction.appeal.title': 'If you think it is a mistake',
  'sanction.appeal':
    'Tell someone of the team, by e-mail or in person, that you want another person to review the decision. “People” shows who moderates and who administers.',
  'sanction.appeal.banned':
    'Write an e-mail to whoever administers your community, say which account is yours, and ask for another person to review the decision.',
  'banned.title': 'Your account is suspended',
  'banned.text':
    'The moderators have suspended it. While that lasts you cannot sign in; what you wrote stays where it is.',
  'banned.unknown': 'Try to sign in to see the reason and how long it lasts.',
  'banned.over': 'The suspension is over',
  'banned.over.text': 'You can sign in again.',
  'banned.enter': 'Sign in',
  'banned.other': 'Sign in with another account',
};
