import { z } from 'zod';
import { type ServerState, serverAddress, serverState } from '../shared/contract.ts';
import { jsonFile } from './json-file.ts';

type Choice = 'chosen' | 'unreachable' | 'notAtalaya';

/** The installations that this program knows, and the one it speaks to. */
export interface Servers {
  state(): ServerState;
  /** Takes the address as the current one if an installation answers there. */
  choose(address: string): Promise<Choice>;
  forget(address: string): ServerState;
}

const patienceMs = 8_000;
const most = 20;
const answer = z.object({ status: z.string() });

export function createServers(path: string, fetch: typeof globalThis.fetch): Servers {
  const stored = serverState.extend({
    current: serverAddress.nullable(),
    known: z.array(serverAddress),
  });
  const file = jsonFile<ServerState>(path, stored, { current: null, known: [] });

  async function answers(address: string): Promise<Choice> {
    try {
      const signal = AbortSignal.timeout(patienceMs);
      const response = await fetch(`${address}/health/live`, { signal, redirect: 'error' });
      const told = answer.safeParse(await response.json().catch(() => null));
      return response.ok && told.success ? 'chosen' : 'notAtalaya';
    } catch {
      return 'unreachable';
    }
  }

  return {
    state: file.get,
    async choose(address) {
      const outcome = await answers(address);
      if (outcome !== 'chosen') return outcome;
      const others = file.get().known.filter((known) => known !== address);
      file.set({ current: address, known: [address, ...others].slice(0, most) });
      return outcome;
    },
    forget(address) {
      const { current, known } = file.get();
      file.set({
        current: current === address ? null : current,
        known: known.filter((one) => one !== address),
      });
      return file.get();
    },
  };
}
