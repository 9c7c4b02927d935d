export {
  type Atalaya,
  createAtalaya,
  overHttp,
  type SessionClientOptions,
  type TokenClientOptions,
} from './atalaya.ts';
export type { ChannelHandlers, ChannelNews, ChannelStream } from './channel-stream.ts';
export { closeCodes } from './close-codes.ts';
export type { ConnectionState } from './connection-state.ts';
export type { TokenSource } from './credentials.ts';
export { AtalayaError, type Failure } from './errors.ts';
export type { FileDraft, FileItem, Files } from './file-items.ts';
export type { FileAddresses, FileUrls } from './file-urls.ts';
export type { Outbox, OutboxDraft, OutboxItem } from './outbox.ts';
export {
  type KeyValueStorage,
  memoryOutbox,
  type OutboxStore,
  type StoredMessage,
  storageOutbox,
} from './outbox-store.ts';
export { type Runtime, systemRuntime } from './runtime.ts';
export type { Session, SessionState } from './session.ts';
export { cookieSession, memorySession, type SessionStore } from './session-store.ts';
export type { StreamHandlers } from './streams.ts';
export { type Subscribable, until } from './subscribable.ts';
