import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { frameOf } from '@atalaya/api';
import { afterEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { AtalayaSocket } from './socket.ts';

let server: { close(): void } | null = null;
afterEach(() => server?.close());

test('CHAT-20: frames made before and messages made now arrive whole and in the order of writing', async () => {
  const open = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    WebSocket: AtalayaSocket,
    perMessageDeflate: false,
  });
  server = open;
  await once(open, 'listening');
  const texts = [0, 1, 125, 126, 127, 65_535, 65_536, 200_000].map((length) => 'ñ'.repeat(length));
  open.on('connection', (socket, request) => {
    socket.line = request.socket;
    for (const text of texts) {
      socket.sendFrame(frameOf(text));
      socket.send(`then ${text.length}`);
    }
  });
  const client = new WebSocket(`ws://127.0.0.1:${(open.address() as AddressInfo).port}`);
  const heard: string[] = [];
  await new Promise<void>((resolve) => {
    client.on('message', (data, isBinary) => {
      heard.push(isBinary ? 'binary' : data.toString());
      if (heard.length === texts.length * 2) resolve();
    });
  });
  client.terminate();
  expect(heard).toEqual(texts.flatMap((text) => [text, `then ${text.length}`]));
});
