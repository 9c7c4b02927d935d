import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

/** Where the page's addresses begin, here as on the server. */
export const basePath = '/console/';

/** What the page may load and whom it may speak to: itself, and the one server that was chosen. */
export function contentPolicy(server: string | null): string {
  const line = server === null ? [] : [server, server.replace(/^http/, 'ws')];
  return Object.entries({
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:', 'blob:', ...line.slice(0, 1)],
    'font-src': ["'self'"],
    'connect-src': line.length > 0 ? ["'self'", ...line] : ["'self'"],
    'manifest-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  })
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ');
}

/** Serves the console's own files from the program. An address of a screen is answered with the page. */
export function pageFiles(folder: string, currentServer: () => string | null) {
  return async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    if (url.host !== 'console' || !url.pathname.startsWith(basePath)) return refused(404);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refused(405);
    const name = decoded(url.pathname.slice(basePath.length));
    const path = name !== null && extname(name) !== '' ? normalize(join(folder, name)) : null;
    if (name === null || (path !== null && !path.startsWith(folder + sep))) return refused(404);
    const file = path ?? join(folder, 'index.html');
    const type = types[extname(file)];
    const content = type === undefined ? null : await readFile(file).catch(() => null);
    if (content === null || type === undefined) return refused(404);
    return new Response(new Uint8Array(content), {
      headers: {
        'content-type': type,
        'content-security-policy': contentPolicy(currentServer()),
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
    });
  };
}

const refused = (status: number) => new Response(null, { status });

function decoded(path: string): string | null {
  try {
    const text = decodeURIComponent(path);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
