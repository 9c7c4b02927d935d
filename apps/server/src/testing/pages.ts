import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A web of its own on this machine: pages by their paths, and who asked for them. */
export async function startPages() {
  const pages = new Map<string, Answer>();
  const asked: { path: string; headers: IncomingMessage['headers'] }[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push({ path, headers: request.headers });
    const answer = pages.get(path.split('?')[0] ?? '');
    if (answer) answer(response, request);
    else response.writeHead(404, html).end(page({ title: 'No está' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    asked,
    /** Puts a page, or whatever answers, at a path, and gives its address. */
    put(path: string, content: string | Answer): string {
      pages.set(
        path,
        typeof content === 'string'
          ? (response) => response.writeHead(200, html).end(content)
          : content,
      );
      return `http://127.0.0.1:${port}${path}`;
    },
    /** This web's address and nothing else. */
    admits: (address: string, at: number) => address === '127.0.0.1' && at === port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const html = { 'content-type': 'text/html; charset=utf-8' };

/** A page with these words in its head. */
export const page = ({ title = '', head = '' }: { title?: string; head?: string }) =>
  `<!doctype html><html><head><title>${title}</title>${head}</head><body><h1>…</h1></body></html>`;
