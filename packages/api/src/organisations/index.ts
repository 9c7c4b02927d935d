export { type Author, createDirectory, type Directory, type Entry } from './directory.ts';
export { createPresence, type PresenceService } from './presence.ts';
