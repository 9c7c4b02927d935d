import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A line between client and server that a test can cut. */
export interface TestProxy {
  /** `http://127.0.0.1:<port>`, to be used instead of the server's own address. */
  readonly url: string;
  /** Connections that are open now. */
  readonly connections: number;
  /** Cuts every open connection, or the share of them that `which` picks; gives their number. */
  sever(which?: () => boolean): number;
  /** Turns new connections away until `allow`. */
  refuse(): void;
  allow(): void;
  /** Lets nothing through any more, without closing anything, as a dead network does. */
  freeze(): void;
  thaw(): void;
  /** Sends new connections to another server. */
  retarget(url: string): void;
  close(): Promise<void>;
}

interface Pair {
  client: Socket;
  server: Socket;
}

/** Starts a proxy before the server at `target`, on a free port of this machine. */
export async function startProxy(target: string): Promise<TestProxy> {
  let address = new URL(target);
  let refusing = false;
  let frozen = false;
  const pairs = new Set<Pair>();

  const listener = createServer((client) => {
    if (refusing) {
      client.on('error', () => {});
      client.resetAndDestroy();
      return;
    }
    const server = connect(Number(address.port), address.hostname);
    const pair = { client, server };
    pairs.add(pair);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.setNoDelay(true);
      from.pipe(to);
      // A cut line is what this is for.
      from.on('error', () => {});
      from.on('close', () => {
        pairs.delete(pair);
        to.destroy();
      });
    }
    if (frozen) hold(pair);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;

  const sever = (which: () => boolean = () => true) => {
    const cut = [...pairs].filter(which);
    for (const { client, server } of cut) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
    return cut.length;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    get connections() {
      return pairs.size;
    },
    sever,
    refuse: () => {
      refusing = true;
    },
    allow: () => {
      refusing = false;
    },
    freeze: () => {
      frozen = true;
      for (const pair of pairs) hold(pair);
    },
    thaw: () => {
      frozen = false;
      for (const { client, server } of pairs) {
        client.pipe(server);
        server.pipe(client);
      }
    },
    retarget: (url) => {
      address = new URL(url);
    },
    close: async () => {
      const closed = once(listener, 'close');
      listener.close();
      sever();
      await closed;
    },
  };
}

function hold({ client, server }: Pair): void {
  client.unpipe(server);
  server.unpipe(client);
  client.pause();
  server.pause();
}
