export { NotificationFeed } from './feed.ts';
export { notifyLater, workNotificationJobs } from './jobs.ts';
export { announceNotifications, type Notice, notify, notifyAll } from './notify.ts';
