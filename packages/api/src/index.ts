export type {
  Actor,
  CallInfo,
  CookieJar,
  NodeInfo,
  Ports,
  RequestContext,
  Services,
} from './context.ts';
export { errorShape, toTRPCError } from './error-mapping.ts';
export { DomainError } from './errors.ts';
export {
  admitUpload,
  completeUpload,
  type OpenedFile,
  openFile,
  uploadPath,
} from './files/index.ts';
export { permissionsOf } from './identity/permissions.ts';
export { createTokens } from './identity/tokens.ts';
export { type Connection, closeCodes, type FrameSocket } from './live/connection.ts';
export { frameOf } from './live/frame.ts';
export { wireEncoder } from './live/wire.ts';
export type { Bus } from './ports/bus.ts';
export { type Clock, systemClock } from './ports/clock.ts';
export type { ByteRange, FileStore, UploadSpace } from './ports/files.ts';
export { bareHost, type Host, type ProcessFigures, type SecretStatus } from './ports/host.ts';
export { type DeadLetter, defineJob, type JobDefinition, type Jobs } from './ports/jobs.ts';
export { type Log, silentLog } from './ports/log.ts';
export type { Mail, Mailer } from './ports/mail.ts';
export { type CounterName, type Metrics, silentMetrics } from './ports/metrics.ts';
export {
  type NoPage,
  noPages,
  type PageAnswer,
  type PageReader,
  type PageWords,
} from './ports/pages.ts';
export type { Push, PushMessage, PushTarget } from './ports/push.ts';
export type { RateLimiter } from './ports/rate-limiter.ts';
export { type AppRouter, appRouter } from './router.ts';
export { createServices, startServices, startWorkers, stopServices } from './services.ts';
export type { ProcedureMeta } from './trpc.ts';
