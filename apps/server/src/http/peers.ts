import type { IncomingMessage } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';
import type { Config } from '../config.ts';

/** Who is at the other end of a request, as far as it can be believed. */
export interface Peers {
  /** The caller's address: the socket's, or what trusted proxies say. */
  ip(request: IncomingMessage): string;
  /** Whether the caller's way to us is encrypted. */
  secure(request: IncomingMessage): boolean;
  /** Whether the origin is the one that this server's own pages have. */
  isOwnOrigin(origin: string, request: IncomingMessage): boolean;
  /** Whether the operator listed the origin as one that may call from its pages. */
  isListedOrigin(origin: string): boolean;
  /** Whether the program at the other end runs on this machine, and no proxy stands between. */
  isLocal(request: IncomingMessage): boolean;
}

/** The desktop console's pages, which come from the program itself. No website can have this origin. */
export const consoleOrigin = 'atalaya-app://console';

type Trust = (address: string, hop: number) => boolean;

/** Reads addresses and origins by the rules of `TRUST_PROXY`, `PUBLIC_URL` and `CORS_ORIGINS`. */
export function createPeers(
  config: Pick<Config, 'trustProxy' | 'publicUrl' | 'corsOrigins'>,
): Peers {
  const trust = trustOf(config.trustProxy);
  const publicUrl = config.publicUrl === null ? null : new URL(config.publicUrl);
  const listed = new Set([...config.corsOrigins, consoleOrigin]);
  const behindProxy = (request: IncomingMessage) => trust(addressOf(request), 0);
  return {
    ip(request) {
      // A caller who has hung up in the meantime has no address any more.
      const address = plainAddress(proxyAddress(request, trust) ?? '');
      // Through a proxy that nobody declared everyone would look like the machine itself, which is
      // trusted. So they all share the limits of one unknown stranger until TRUST_PROXY is set.
      return isLoopback(address) && isForwarded(request) ? unknown : address;
    },
    secure(request) {
      if (publicUrl?.protocol === 'https:') return true;
      return behindProxy(request) && first(request.headers['x-forwarded-proto']) === 'https';
    },
    isOwnOrigin(origin, request) {
      const url = URL.parse(origin);
      if (!url) return false;
      if (publicUrl && url.origin === publicUrl.origin) return true;
      const forwarded = behindProxy(request) && first(request.headers['x-forwarded-host']);
      return url.host === (forwarded || request.headers.host);
    },
    isListedOrigin: (origin) => listed.has(origin),
    isLocal: (request) => isLoopback(plainAddress(addressOf(request))) && !isForwarded(request),
  };
}

function trustOf(trustProxy: Config['trustProxy']): Trust {
  if (trustProxy === null) return () => false;
  if ('hops' in trustProxy) return (_, hop) => hop < trustProxy.hops;
  return proxyAddress.compile(trustProxy.addresses);
}

const unknown = '0.0.0.0';

const isForwarded = ({ headers }: IncomingMessage) =>
  headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined;

const addressOf = (request: IncomingMessage) => request.socket.remoteAddress ?? '';

/** IPv4 in IPv6 clothes is the same caller. */
const plainAddress = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '');

const isLoopback = (address: string) => address === '::1' || address.startsWith('127.');

const first = (header: string | string[] | undefined) =>
  (Array.isArray(header) ? header[0] : header)?.split(',')[0]?.trim();
