import { createECDH, hkdfSync } from 'node:crypto';
import { request as requestPlain } from 'node:http';
import { request } from 'node:https';
import { isIP } from 'node:net';
import type { Push } from '@atalaya/api';
import webPush from 'web-push';
import { guardedLookup, isPublicAddress } from './addresses.ts';

interface PushOptions {
  secretKey: Buffer;
  /** Whom a push service asks when something is wrong with what we send. */
  contact: string;
  /** Whether services inside the own network are written to; else none are: browsers name them. */
  privateEndpoints: boolean;
}

const timeoutMs = 10_000;
/** For how long a push service keeps what a browser has not fetched. */
const ttlSeconds = 24 * 3600;

/** Sends pushes by the browsers' own services (VAPID). The key pair is the installation's: all nodes have the same. */
export function createPush({ secretKey, contact, privateEndpoints }: PushOptions): Push {
  const keys = keysFrom(secretKey);
  const vapidDetails = { subject: contact, ...keys };

  function admits(endpoint: string): boolean {
    const url = URL.parse(endpoint);
    if (!url || url.username || url.password) return false;
    if (privateEndpoints) return url.protocol === 'http:' || url.protocol === 'https:';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    return url.protocol === 'https:' && (isIP(host) === 0 || isPublicAddress(host));
  }

  return {
    publicKey: keys.publicKey,
    admits,
    async send({ endpoint, p256dh, auth }, { payload, topic, urgent }) {
      if (!admits(endpoint)) return 'gone';
      const { headers, body } = webPush.generateRequestDetails(
        { endpoint, keys: { p256dh, auth } },
        payload,
        { vapidDetails, TTL: ttlSeconds, topic, urgency: urgent ? 'high' : 'normal' },
      );
      const status = await post(endpoint, headers, body as Buffer | null, privateEndpoints);
      if (status === 404 || status === 410) return 'gone';
      if (status >= 200 && status < 300) return 'sent';
      throw new Error(`the push service answered ${status}`);
    },
  };
}

/** The key pair on the curve that browsers ask for, derived as all keys of the installation are. */
function keysFrom(secretKey: Buffer): { publicKey: string; privateKey: string } {
  const scalar = Buffer.from(hkdfSync('sha256', secretKey, '', 'atalaya push', 32));
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(scalar);
  // Not as the pair gives it: it leaves out zeros at the beginning.
  return { publicKey: pair.getPublicKey('base64url'), privateKey: scalar.toString('base64url') };
}

/** A name that leads into the own network is as good as an address there. */
const publicLookup = guardedLookup(isPublicAddress);

function post(
  endpoint: string,
  headers: Record<string, unknown>,
  body: Buffer | null,
  privateEndpoints: boolean,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const send = endpoint.startsWith('https:') ? request : requestPlain;
    const sending = send(
      endpoint,
      {
        method: 'POST',
        headers: headers as Record<string, string>,
        timeout: timeoutMs,
        ...(privateEndpoints ? {} : { lookup: publicLookup }),
      },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
        response.on('error', reject);
      },
    );
    sending.on('timeout', () => sending.destroy(new Error('the push service did not answer')));
    sending.on('error', reject);
    sending.end(body);
  });
}
