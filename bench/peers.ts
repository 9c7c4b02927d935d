import { randomUUID } from 'node:crypto';
import { RawSocket } from './raw-socket.ts';

/** How the load generator talks to a server: Atalaya, or the bare one doing the same work. */
export interface Protocol {
  open(port: number, who: Person, room: string): Promise<RawSocket>;
  message(room: string, content: string): string;
  /** Sent once when the socket is open, to hear the room from `since` on. */
  listen(room: string, since: number | null): string[];
}

export interface Person {
  id: string;
  token: string;
}

let calls = 100;

export const atalaya: Protocol = {
  open: async (port, { token }) => {
    const socket = await RawSocket.open(port, '/trpc?connectionParams=1');
    socket.send(JSON.stringify({ method: 'connectionParams', data: { token } }));
    return socket;
  },
  listen: (room, since) => [
    JSON.stringify({
      id: 1,
      method: 'subscription',
      params: {
        path: 'chat.onChannel',
        input: { json: { channelId: room } },
        ...(since === null ? {} : { lastEventId: String(since) }),
      },
    }),
  ],
  message: (room, content) =>
    JSON.stringify({
      id: calls++,
      method: 'mutation',
      params: {
        path: 'chat.messages.send',
        input: { json: { channelId: room, content, clientId: randomUUID() } },
      },
    }),
};

export const bare: Protocol = {
  open: (port, { id }, room) => RawSocket.open(port, `/?room=${room}&member=${id}`),
  listen: () => [],
  message: (_room, content) => JSON.stringify({ id: calls++, content, clientId: randomUUID() }),
};

/** The moment that a delivered message carries in its text, or null for anything else. */
export function sentAt(payload: Buffer): number | null {
  const at = payload.indexOf('t=');
  // Answers to the sender carry the text too; deliveries alone say so.
  if (at < 0 || payload.indexOf('message.created') < 0) return null;
  return Number(payload.toString('latin1', at + 2, payload.indexOf(' ', at)));
}
