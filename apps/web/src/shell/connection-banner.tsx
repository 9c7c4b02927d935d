import { ConnectionBanner as Banner } from '@atalaya/ui/connection';
import { useStore } from '@atalaya/ui/state';
import { atalaya } from '../app/atalaya.ts';

/** Says in words that the line is gone, and how many messages wait for it. */
export function ConnectionBanner() {
  const state = useStore(atalaya.connection);
  const waiting = useStore(atalaya.outbox.items).filter(({ state }) => state !== 'failed').length;
  return <Banner state={state} waiting={waiting} />;
}
