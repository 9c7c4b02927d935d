import type { Transaction } from '../context.ts';

/** A kind of work that is done later. `name` is its queue. */
export interface JobDefinition<Data extends object> {
  name: string;
  /** How often it is tried again before it goes to the dead letters. */
  retries: number;
  /** Seconds before the first retry; doubles each time. */
  retryDelay: number;
  /**
   * For jobs that wait for strangers, who may be slow: so many workers in a process, each of which does at
   * once what it took. Absent: two, one job after the other.
   */
  workers?: number;
  /** Phantom that carries the type of the data. */
  readonly data?: Data;
}

/** A job that failed as often as it may. Without its data, which may be about anybody. */
export interface DeadLetter {
  id: string;
  /** Which kind of job it was. */
  name: string;
  createdAt: Date;
  failedAt: Date;
  tries: number;
  /** What the last try ended with. */
  error: string;
}

export interface JobContext {
  id: string;
  signal: AbortSignal;
}

export interface Jobs {
  /** Writes the job inside the caller's transaction: it exists if and only if that commits. */
  enqueue<Data extends object>(
    tx: Transaction,
    job: JobDefinition<Data>,
    data: Data,
    options?: { key?: string; startAfterSeconds?: number },
  ): Promise<void>;
  /** Runs the handler for every job of the kind. Handlers are idempotent: a job may run twice. */
  work<Data extends object>(
    job: JobDefinition<Data>,
    handler: (data: Data, context: JobContext) => Promise<void>,
  ): Promise<void>;
  /** Waiting jobs over all queues. */
  depth(): Promise<number>;
  /** Jobs that failed as often as they may, and wait for the operator. */
  deadLetters(): Promise<number>;
  /** They themselves, the newest first. */
  listDeadLetters(page: { before: Date | null; limit: number }): Promise<DeadLetter[]>;
  /** Sends some back to their queues, in the caller's transaction. Gives which there were. */
  retryDeadLetters(tx: Transaction, ids: readonly string[]): Promise<DeadLetter[]>;
  /** Gives some up. */
  discardDeadLetters(tx: Transaction, ids: readonly string[]): Promise<DeadLetter[]>;
  close(): Promise<void>;
}

export const defineJob = <Data extends object>(
  definition: Omit<JobDefinition<Data>, 'data'>,
): JobDefinition<Data> => definition;
