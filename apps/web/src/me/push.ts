import { api } from '../app/atalaya.ts';

const worker = '/push-worker.js';

/** Whether this browser can be pushed to at all. */
export const canPush = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

/** What this browser was told before; null: it takes no pushes. */
async function subscription(): Promise<PushSubscription | null> {
  const registered = await navigator.serviceWorker.getRegistration('/');
  return (await registered?.pushManager.getSubscription()) ?? null;
}

export const isPushed = async (): Promise<boolean> => canPush() && (await subscription()) !== null;

/** Asks the person and the browser's maker. Gives false when the person does not allow it. */
export async function startPush(): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false;
  const { publicKey } = await api.notifications.push.key.query();
  await navigator.serviceWorker.register(worker);
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscribed = await pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: publicKey,
  });
  const { endpoint, keys } = subscribed.toJSON();
  try {
    await api.notifications.push.subscribe.mutate({
      endpoint: endpoint ?? '',
      keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' },
    });
  } catch (error) {
    await subscribed.unsubscribe();
    throw error;
  }
  return true;
}

export async function stopPush(): Promise<void> {
  const subscribed = await subscription();
  if (!subscribed) return;
  await api.notifications.push.unsubscribe.mutate({ endpoint: subscribed.endpoint });
  await subscribed.unsubscribe();
}
