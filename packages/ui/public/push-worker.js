/* Shows what the server pushes, and opens its place. Runs also while no page is open. */
self.addEventListener('push', (event) => {
  const said = event.data?.json();
  if (!said) return;
  event.waitUntil(
    self.registration.showNotification(said.title, {
      body: said.body,
      icon: '/icon.svg',
      // What comes twice is shown once.
      tag: said.id,
      data: { url: said.url },
    }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { url } = event.notification.data;
  event.waitUntil(open(url));
});

/** The moderators' console is a program of its own: it does not go to the members' places, nor they to its. */
const isConsole = (url) => new URL(url).pathname.startsWith('/console');

/** Brings a page of ours to the front and tells it where to go, or opens one. */
async function open(url) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find((one) => !isConsole(one.url));
  if (!page || isConsole(url)) return self.clients.openWindow(url);
  // Told first: a browser may refuse to bring it to the front.
  page.postMessage({ type: 'open', url });
  await page.focus();
}
