import { cookieSession, createAtalaya, type SessionStore } from '@atalaya/client';
import type { Bridge } from '../../../shared/bridge.ts';
import { native, server } from './native.ts';

/** In the program the refresh token lies in the system's key store, in a browser in its cookie. */
const keyStore = ({ session }: Bridge): SessionStore => ({
  keeping: 'token',
  load: () => session.load(),
  save: (token) => (token === null ? session.clear() : session.save(token)),
  clear: () => session.clear(),
});

/** The line to the server. Without a server nobody can sign in, so nothing is ever called. */
export const atalaya = createAtalaya({
  url: server ?? 'https://unknown.invalid',
  session: native ? keyStore(native) : cookieSession(localStorage),
  measures: true,
});

/** Every procedure of the API. */
export const { api } = atalaya;

// Asleep, the machine did not see the line go: the client asks when it is told that the network is back.
native?.on('wake', () => window.dispatchEvent(new Event('online')));
