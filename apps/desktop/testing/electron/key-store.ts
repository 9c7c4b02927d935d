import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type Electron from 'electron';

/** The system's key store, with the machine's key in it, or none. */
export function createKeyStore({ key, hasKeyStore }: { key: Buffer; hasKeyStore: boolean }) {
  return {
    // Without a key store Linux offers to encrypt with a password that everybody knows.
    isAsyncEncryptionAvailable: async () => hasKeyStore || process.platform === 'linux',
    getSelectedStorageBackend: () => (hasKeyStore ? 'gnome_libsecret' : 'basic_text'),
    async encryptStringAsync(text) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]);
    },
    async decryptStringAsync(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
      decipher.setAuthTag(sealed.subarray(12, 28));
      const text = decipher.update(sealed.subarray(28));
      return {
        result: Buffer.concat([text, decipher.final()]).toString('utf8'),
        shouldReEncrypt: false,
      };
    },
  } satisfies Pick<
    Electron.SafeStorage,
    | 'isAsyncEncryptionAvailable'
    | 'getSelectedStorageBackend'
    | 'encryptStringAsync'
    | 'decryptStringAsync'
  >;
}
