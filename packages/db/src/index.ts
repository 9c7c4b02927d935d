export * from '../generated/client.ts';
export { type ConnectOptions, connect, type Database } from './connect.ts';
export { DatabaseSetupError, MigrationError } from './errors.ts';
export { type WaitOptions, waitForDatabase } from './wait.ts';
