import type { files as spanish } from '../es/files.ts';
import type { Same } from '../text.ts';

/** Files that people send, in English. */
export const files: Same<typeof spanish> = {
  'files.attach': 'Attach files',
  'files.list': 'Files of the message',
  'files.drop': 'Drop to send to {{name}}',
  'files.underway_one': 'Uploading {{count}} file',
  'files.underway_other': 'Uploading {{count}} files',
  'files.ready_one': '{{count}} file ready to send',
  'files.ready_other': '{{count}} files ready to send',
  'files.later': 'The message goes as soon as the files have arrived.',
  'files.progress': 'Uploading {{name}}',
  'files.checking': 'Checking…',
  'files.retry': 'Try {{name}} again',
  'files.remove': 'Remove {{name}}',
  'files.tooMany': 'A message takes {{maximum}} files at most.',
  'files.empty_one': '{{names}} is empty and is not sent.',
  'files.empty_other': '{{names}} are empty and are not sent.',
  'files.noFile': 'Folders cannot be sent. Compress it into a file.',
  'files.count_one': '{{count}} file',
  'files.count_other': '{{count}} files',
  'files.open': 'View picture {{name}}',
  'files.audio': 'Sound: {{name}}',
  'files.video': 'Video: {{name}}',
  'files.save': 'Download',
  'files.before': 'Previous picture',
  'files.after': 'Next picture',
  'files.position': '{{number}} of {{count}}',
  'files.unavailable': 'Not available',
  'files.gone': 'You cannot see {{name}} any more.',
};
