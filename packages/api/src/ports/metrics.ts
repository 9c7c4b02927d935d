/** Numbers about this process, for the operator. Labels come from closed lists only. */
export interface Metrics {
  call(path: string, outcome: 'ok' | 'refused' | 'failed', seconds: number): void;
  count(name: CounterName, by?: number): void;
}

export type CounterName =
  | 'messages_written'
  | 'message_batches'
  | 'events_delivered'
  | 'events_replayed'
  | 'gaps_healed'
  | 'slow_readers'
  | 'sockets_ended'
  | 'broken_frames';

export const silentMetrics: Metrics = { call() {}, count() {} };
