/** The contract of chat with every client, a file for each thing it is about. */
export * from './channel-schemas.ts';
export * from './direct-schemas.ts';
export * from './invite-schemas.ts';
export * from './kept-schemas.ts';
export * from './live-schemas.ts';
export * from './message-schemas.ts';
export * from './mute-schemas.ts';
export * from './search-schemas.ts';
export * from './thread-schemas.ts';
