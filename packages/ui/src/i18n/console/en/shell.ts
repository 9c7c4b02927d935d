import type { Same } from '../../text.ts';
import type { shell as spanish } from '../es/shell.ts';

/** What is around every screen, in English. */
export const shell: Same<typeof spanish> = {
  'rail.label': 'Screens',
  'rail.dashboard': 'Dashboard',
  'rail.queue': 'Queue',
  'rail.alerts': 'Alerts',
  'rail.insights': 'Analytics',
  'rail.people': 'People',
  'rail.rules': 'Filter',
  'rail.settings': 'Settings',
  'rail.audit': 'Audit',
  'rail.more': 'More',
  'rail.openCases_one': '{{count}} open case',
  'rail.openCases_other': '{{count}} open cases',

  'top.search': 'Search or command',
  'top.alerts_zero': 'No alerts',
  'top.alerts_one': '{{count}} alert unattended',
  'top.alerts_other': '{{count}} alerts unattended',
  'top.live.offline': 'offline since {{time}}',
  'top.live.catchingUp': 'catching up',
  'top.live.connecting': 'connecting',
  'top.live.online': 'live',
  'top.webApp': 'Open the web app',

  'palette.placeholder': 'Screen, person or command',
  'palette.screens': 'Screens',
  'palette.commands': 'Commands',
  'palette.people': 'People',
  'palette.theme.light': 'Light theme',
  'palette.theme.dark': 'Dark theme',
  'palette.theme.auto': 'System theme',
  'palette.language': 'Switch to Spanish',
  'palette.density.compact': 'Compact density',
  'palette.density.normal': 'Normal density',
  'palette.density.comfortable': 'Comfortable density',

  'leave.title': 'Leave without saving?',
  'leave.text': 'The changes that you have not saved will be lost.',
  'leave.confirm': 'Leave without saving',

  'pane.list': 'List',
  'pane.case': 'Case',
  'pane.person': 'Person',
  'pane.back': 'Back to the list',

  'notice.case.title': 'New case: {{policy}}',
  'notice.case.body': '{{severity}} · {{excerpt}}',
  'notice.decide': 'Decide…',
  'notice.open': 'Open',

  'noPermission.screen': 'Your role does not include this screen. Ask an administrator.',
};
