import type { Same } from '../../text.ts';
import type { program as spanish } from '../es/program.ts';

/** What the desktop program does around the screens, in English. */
export const program: Same<typeof spanish> = {
  'program.title': 'The program',
  'program.quiet': 'Notices',
  'program.quiet.not': 'Notices arrive.',
  'program.quiet.is': 'No notices arrive now: these are quiet hours.',
  'program.quiet.until': 'No notices arrive until {{until}}.',
  'program.quiet.held_one': 'No notices arrive. {{count}} is kept for later.',
  'program.quiet.held_other': 'No notices arrive. {{count}} are kept for later.',
  'program.quiet.pause': 'Do not disturb until tomorrow',
  'program.quiet.resume': 'Notify again',
  'program.quiet.enabled': 'Quiet hours',
  'program.quiet.enabled.text':
    'Notices are kept and told in one at the end. The number on the icon stays up to date.',
  'program.quiet.from': 'From',
  'program.quiet.to': 'Until',
  'program.quiet.days': 'They begin on these days',
  'program.quiet.critical': 'Critical alerts always notify',
  'program.update': 'Update',
  'program.version': 'Version {{version}}.',
  'program.update.off': 'This program does not update itself.',
  'program.update.current': 'It is up to date.',
  'program.update.checking': 'Looking for a newer version…',
  'program.update.loading': 'Fetching version {{version}}…',
  'program.update.ready': 'Version {{version}} is ready: restart to use it.',
  'program.update.failed': 'A newer version could not be looked for or fetched.',
  'program.update.check': 'Look now',
  'program.update.restart': 'Restart and update',
};
