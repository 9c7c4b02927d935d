import type { Same } from '../../text.ts';
import type { alerts as spanish } from '../es/alerts.ts';

/** Alerts, in English. */
export const alerts: Same<typeof spanish> = {
  'alerts.title': 'Alerts',
  'alerts.state.open': 'Unattended',
  'alerts.state.acknowledged': 'Attended',
  'alerts.state.resolved': 'Resolved',
  'alerts.state.all': 'All',
  'alerts.none': 'No alerts',
  'alerts.none.text':
    'What wants attention appears here at once: bursts of flags, errors, attacks.',
  'alerts.acknowledge': 'Acknowledge',
  'alerts.resolve': 'Resolve',
  'alerts.silence': 'Silence',
  'alerts.unsilence': 'Notify again',
  'alerts.silence.for': 'Silence for {{duration}}',
  'alerts.silencedUntil': 'Silenced until {{when}}',
  'alerts.acknowledgedBy': '{{name}} looks after it since {{when}}',
  'alerts.resolvedBy': 'Resolved by {{name}} {{when}}',
  'alerts.resolvedAt': 'Resolved {{when}}',
  'alerts.count_one': 'once',
  'alerts.count_other': '{{count}} times',
  'alerts.firstAt': 'Began {{when}}',
  'alerts.escalated': 'Escalated',
  'alerts.raised': 'Alert: {{text}}',
  'alerts.openCase': 'See the case',
  'alerts.list': 'List of alerts',
  'alerts.none.open': 'No alert unattended',
  'alerts.none.acknowledged': 'Nobody is looking after an alert now',
  'alerts.none.resolved': 'None has been resolved yet',
  'alerts.new_one': '{{count}} new',
  'alerts.new_other': '{{count}} new',
  'alerts.arrived_one': 'An alert has arrived',
  'alerts.arrived_other': '{{count}} alerts have arrived',
  'alerts.done.acknowledged': 'You look after it now',
  'alerts.done.resolved': 'Alert resolved',
  'alerts.done.silenced': 'Silenced for {{duration}}',
  'alerts.done.unsilenced': 'It will notify again',
  'alerts.wasFirst': '{{name}} was looking after it already',
  'alerts.wasResolved': 'Somebody else had resolved it already',
  'alerts.acknowledgedByMe': 'You look after it since {{when}}',
  'alerts.back': 'The alert is back in the list.',
  'alerts.choose': 'Choose an alert first: J and K move in the list',

  'alertText.flagBurst': '{{flags}} people flagged the same thing: “{{excerpt}}”',
  'alertText.flagBurst.raid': 'A raid: more than {{bursts}} people flagged in {{minutes}} minutes',
  'alertText.errorRate': '{{percent}}% of the calls to the server fail',
  'alertText.illegalContent': 'The filter held what {{name}} wrote: it may be illegal',
  'alertText.illegalContent.blocked':
    'The filter refused what {{name}} tried to publish: it may be illegal',
  'alertText.attack.ip': '{{attempts}} wrong sign-ins from {{subject}} in {{minutes}} minutes',
  'alertText.attack.account':
    '{{attempts}} wrong sign-ins for the account {{name}} in {{minutes}} minutes',
  'alertText.attack.unknown':
    '{{attempts}} wrong sign-ins for accounts that do not exist, from {{addresses}} IP addresses in {{minutes}} minutes; the most from {{subject}}',

  'alertSeverity.info': 'Information',
  'alertSeverity.warning': 'Warning',
  'alertSeverity.critical': 'Critical',
};
