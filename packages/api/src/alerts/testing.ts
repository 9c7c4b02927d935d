import type { Caller, World } from '../testing/index.ts';
import { announceAlerts, type NewAlert, raiseAlert } from './index.ts';
import type { AlertEvent } from './schemas.ts';

/** Raises an alert as a domain would: in a transaction, told after it. */
export async function raise(
  { services }: World,
  organisation: { id: string },
  alert: Partial<Omit<NewAlert, 'organisationId'>> = {},
) {
  const raised = await services.db.$transaction((tx) =>
    raiseAlert(tx, services, {
      organisationId: organisation.id,
      kind: 'flagBurst',
      severity: 'warning',
      key: 'flagBurst:message:1',
      params: { flags: 3 },
      ...alert,
    }),
  );
  announceAlerts(services, [raised]);
  return raised;
}

/** Reads live alerts one after the other. */
export async function watchAlerts(caller: Caller) {
  const stream = await caller.alerts.onAlert();
  const iterator = (stream as AsyncIterable<unknown>)[Symbol.asyncIterator]();
  return {
    async next(): Promise<AlertEvent> {
      const { value, done } = await iterator.next();
      if (done) throw new Error('the stream has ended');
      return (value as { data: AlertEvent }).data;
    },
    stop: async () => void (await iterator.return?.()),
  };
}
