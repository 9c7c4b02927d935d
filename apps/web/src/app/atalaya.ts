import { cookieSession, createAtalaya, storageOutbox } from '@atalaya/client';

/** The line to the server that serves this page. */
export const atalaya = createAtalaya({
  url: location.origin,
  session: cookieSession(localStorage),
  outbox: storageOutbox(localStorage),
  measures: true,
});

/** Every procedure of the API. */
export const { api } = atalaya;
