import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import ece from 'http_ece';

interface Pushed {
  headers: IncomingHttpHeaders;
  /** What the browser's worker would be given. */
  payload: { title: string; body: string; url: string; id: string };
}

/** A browser maker's push service, and a browser behind it that reads what it is sent. */
export async function startPushService(
  answer: (pushed: Pushed, response: ServerResponse) => void = (_, response) =>
    response.writeHead(201).end(),
) {
  const keys = createECDH('prime256v1');
  keys.generateKeys();
  const auth = randomBytes(16);
  const pushed: Pushed[] = [];
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const text = ece.decrypt(body, {
      version: 'aes128gcm',
      privateKey: keys,
      authSecret: auth.toString('base64url'),
    });
    const one = { headers: request.headers, payload: JSON.parse(String(text)) };
    pushed.push(one);
    answer(one, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    pushed,
    target: {
      endpoint: `http://127.0.0.1:${port}/send/abc`,
      p256dh: keys.getPublicKey('base64url'),
      auth: auth.toString('base64url'),
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What the sender of a push says of itself, if the signature is theirs. */
export function vapidClaims(authorization: string | undefined, publicKey: string) {
  const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization ?? '') ?? [];
  const [head, claims, signature = ''] = token.split('.');
  const raw = Buffer.from(publicKey, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: raw.subarray(1, 33).toString('base64url'),
    y: raw.subarray(33).toString('base64url'),
  };
  const right = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!right || key !== publicKey) throw new Error('the push is not signed by its sender');
  return JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()) as {
    aud: string;
    exp: number;
    sub: string;
  };
}
