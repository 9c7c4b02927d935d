import type { Same } from '../../text.ts';
import type { jobs as spanish } from '../es/jobs.ts';

/** Work that failed for good, in English. */
export const jobs: Same<typeof spanish> = {
  'rail.jobs': 'Jobs',
  'keys.goJobs': 'Go to the failed jobs',
  'jobs.title': 'Failed jobs',
  'jobs.text':
    'They failed as often as they may: mails, notifications and files that wait for somebody to decide.',
  'jobs.none': 'No job has failed',
  'jobs.none.text': 'What does not work after several tries will appear here.',
  'jobs.retry': 'Try again',
  'jobs.discard': 'Discard',
  'jobs.discard.title_one': 'Discard {{count}} job?',
  'jobs.discard.title_other': 'Discard {{count}} jobs?',
  'jobs.discard.text': 'What was to be done will not be done. This cannot be undone.',
  'jobs.retried_one': '{{count}} job is tried again',
  'jobs.retried_other': '{{count}} jobs are tried again',
  'jobs.discarded_one': '{{count}} job discarded',
  'jobs.discarded_other': '{{count}} jobs discarded',
  'jobs.more_one': 'And {{count}} more.',
  'jobs.more_other': 'And {{count}} more.',
  'jobs.all': 'Choose all',
  'jobs.column.name': 'Job',
  'jobs.column.error': 'Last error',
  'jobs.column.tries': 'Tries',
  'jobs.column.failed': 'Failed',
};
