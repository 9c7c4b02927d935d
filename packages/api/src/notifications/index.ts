export { Dispatcher } from './dispatcher.ts';
export { NotificationFeed } from './feed.ts';
export { notifyLater, workNotificationJobs } from './jobs.ts';
export { announceNotifications, type Notice, notify, notifyAll } from './notify.ts';
export { readAlong, readInvites } from './read-along.ts';
export { takeNotice } from './take-notice.ts';
