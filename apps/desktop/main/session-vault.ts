import type { SafeStorage } from 'electron';
import { z } from 'zod';
import { jsonFile } from './json-file.ts';

/** Refresh tokens, a server each, encrypted with a key of the system's key store. */
export interface SessionVault {
  /** Whether what is saved outlives the program. */
  isPersistent(): Promise<boolean>;
  load(server: string): Promise<string | null>;
  save(server: string, token: string): Promise<void>;
  clear(server: string): void;
}

type Keys = Pick<
  SafeStorage,
  | 'isAsyncEncryptionAvailable'
  | 'encryptStringAsync'
  | 'decryptStringAsync'
  | 'getSelectedStorageBackend'
>;

export function createSessionVault(path: string, keys: Keys, platform: string): SessionVault {
  const file = jsonFile(path, z.record(z.string(), z.string()), {});
  const memory = new Map<string, string>();

  async function isPersistent(): Promise<boolean> {
    if (!(await keys.isAsyncEncryptionAvailable())) return false;
    // Without a key store Linux would encrypt with a password that everyone knows.
    return platform !== 'linux' || keys.getSelectedStorageBackend() !== 'basic_text';
  }

  const drop = (server: string) => {
    const { [server]: _dropped, ...others } = file.get();
    file.set(others);
  };

  return {
    isPersistent,
    async load(server) {
      const inMemory = memory.get(server);
      if (inMemory !== undefined) return inMemory;
      const kept = file.get()[server];
      if (kept === undefined || !(await isPersistent())) return null;
      try {
        const { result } = await keys.decryptStringAsync(Buffer.from(kept, 'base64'));
        return result;
      } catch {
        // Encrypted by another user or machine: it is of no use to anyone here.
        drop(server);
        return null;
      }
    },
    async save(server, token) {
      memory.set(server, token);
      if (!(await isPersistent())) return;
      const encrypted = await keys.encryptStringAsync(token);
      // A later call may have overtaken this one while it encrypted.
      if (memory.get(server) !== token) return;
      file.set({ ...file.get(), [server]: encrypted.toString('base64') });
    },
    clear(server) {
      memory.delete(server);
      drop(server);
    },
  };
}
