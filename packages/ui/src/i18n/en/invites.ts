import type { invites as spanish } from '../es/invites.ts';
import type { Same } from '../text.ts';

/** Invitations, in English. */
export const invites: Same<typeof spanish> = {
  'invites.title': 'Invitations',
  'invites.text': 'Create a link and send it to whomever you want in your community.',
  'invites.registrationOff':
    'New accounts are not accepted right now: links will not work until they are accepted again.',
  'invites.uses': 'Uses',
  'invites.days': 'Days of validity',
  'invites.create': 'Create link',
  'invites.once': 'Copy the link now: to be safe it will not be shown again.',
  'invites.open': 'Open links',
  'invites.none': 'There are no open links',
  'invites.none.text': 'Those you create appear here until they are used, expire or are revoked.',
  'invites.usesLeft_one': '{{count}} use left',
  'invites.usesLeft_other': '{{count}} uses left',
  'invites.expires': 'Expires {{when}}',
  'invites.made': 'Made {{when}}',
  'invites.madeBy': 'Made {{when}} by {{name}}',
  'invites.revoke': 'Revoke',
};
