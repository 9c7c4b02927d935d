import { hkdfSync, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { startPushService, vapidClaims } from '../testing/push-service.ts';
import { createPush } from './push.ts';

const secretKey = randomBytes(32);
const contact = 'https://faro.example';
const push = createPush({ secretKey, contact, privateEndpoints: true });
const message = {
  payload: JSON.stringify({ id: '1', title: 'Ana te ha mencionado', body: '¡hola!', url: '/' }),
  topic: 'abc',
  urgent: true,
};

test('CHAT-50: the browser reads the push, and its service who sent it and how urgent it is', async () => {
  await using service = await startPushService();
  expect(await push.send(service.target, message)).toBe('sent');
  const [{ headers, payload } = { headers: {}, payload: {} }] = service.pushed;
  expect(payload).toMatchObject({ title: 'Ana te ha mencionado', body: '¡hola!' });
  expect(headers).toMatchObject({ topic: 'abc', urgency: 'high', 'content-encoding': 'aes128gcm' });
  const claims = vapidClaims(headers['authorization'], push.publicKey);
  expect(claims.sub).toBe(contact);
  expect(claims.aud).toBe(new URL(service.target.endpoint).origin);
});

test('CHAT-50: pushes are signed rightly by every installation, also where the key begins with a zero', async () => {
  const beginsWithZero = (key: Buffer) =>
    new Uint8Array(hkdfSync('sha256', key, '', 'atalaya push', 32))[0] === 0;
  let key = randomBytes(32);
  while (!beginsWithZero(key)) key = randomBytes(32);
  await using service = await startPushService();
  const theirs = createPush({ secretKey: key, contact, privateEndpoints: true });
  expect(await theirs.send(service.target, message)).toBe('sent');
  const [sent] = service.pushed;
  expect(vapidClaims(sent?.headers['authorization'], theirs.publicKey).sub).toBe(contact);
});

test('CHAT-50: a browser that is gone is told apart from a service that does not answer well', async () => {
  const statuses = [410, 404, 500];
  await using service = await startPushService((_, response) =>
    response.writeHead(statuses.shift() ?? 201).end(),
  );
  expect(await push.send(service.target, message)).toBe('gone');
  expect(await push.send(service.target, message)).toBe('gone');
  await expect(push.send(service.target, message)).rejects.toThrow('500');
});

test('CHAT-50: pushes go to no address inside the own network', async () => {
  const strict = createPush({ secretKey, contact, privateEndpoints: false });
  const refused = [
    'http://push.example.org/x',
    'https://127.0.0.1/x',
    'https://10.1.2.3/x',
    'https://169.254.169.254/latest',
    'https://[::1]/x',
    'https://[::ffff:10.0.0.1]/x',
    'https://2130706433/x',
    'https://user:secret@push.example.org/x',
    'file:///etc/passwd',
    'nothing',
  ];
  expect(refused.filter((endpoint) => strict.admits(endpoint))).toEqual([]);
  expect(strict.admits('https://push.example.org/send/abc')).toBe(true);
  const inside = { endpoint: 'https://localhost/x', ...(await aKey()) };
  await expect(strict.send(inside, message)).rejects.toThrow('no public address');
});

test('CHAT-50: all nodes of an installation have the same key pair, others another', () => {
  const again = createPush({ secretKey, contact, privateEndpoints: false });
  const other = createPush({ secretKey: randomBytes(32), contact, privateEndpoints: false });
  expect(again.publicKey).toBe(push.publicKey);
  expect(other.publicKey).not.toBe(push.publicKey);
});

async function aKey() {
  await using service = await startPushService();
  const { p256dh, auth } = service.target;
  return { p256dh, auth };
}
