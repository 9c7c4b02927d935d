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

/** Brings a page of ours to the front, or opens one. */
async function open(url) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find((one) => new URL(one.url).origin === self.location.origin);
  if (!page) return self.clients.openWindow(url);
  await page.focus();
  page.postMessage({ type: 'open', url });
}
