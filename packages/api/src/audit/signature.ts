import {
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';

/** Signs what leaves the audit log. */
export interface Signer {
  /** The 32 bytes of the Ed25519 key in hexadecimal: one text per key, so that no byte can change unseen. */
  publicKey: string;
  /** The signature in hexadecimal. */
  sign(text: string): string;
}

const signers = new WeakMap<Buffer, Signer>();
/** What stands before the 32 bytes of a private key in PKCS #8 (RFC 8410). */
const privateKeyHead = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The signer of the installation: its key is derived from the secret, and stays as long as that does. */
export function signerOf(secretKey: Buffer): Signer {
  const known = signers.get(secretKey);
  if (known) return known;
  const seed = Buffer.from(hkdfSync('sha256', secretKey, '', 'atalaya audit signature', 32));
  const key = createPrivateKey({
    key: Buffer.concat([privateKeyHead, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  const signer: Signer = {
    publicKey: Buffer.from(x, 'base64url').toString('hex'),
    sign: (text) => sign(null, Buffer.from(text), key).toString('hex'),
  };
  signers.set(secretKey, signer);
  return signer;
}

/** Whether the holder of the key has signed the text. */
export function isSigned(publicKey: string, text: string, signature: string): boolean {
  return verify(null, Buffer.from(text), publicKeyOf(publicKey), Buffer.from(signature, 'hex'));
}

const publicKeyOf = (hex: string): KeyObject =>
  createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(hex, 'hex').toString('base64url') },
    format: 'jwk',
  });
