import { api } from '../app/atalaya.ts';

const worker = '/push-worker.js';
const key = 'atalaya.push';

/** Who turned pushes on in this browser, to have them again when they sign in again. */
const wanting = {
  get: (): string | null => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(memberId: string | null): void {
    try {
      if (memberId === null) localStorage.removeItem(key);
      else localStorage.setItem(key, memberId);
    } catch {
      // Then they are turned on by hand after signing in again.
    }
  },
};

/** Whether this browser can be pushed to at all. */
export const canPush = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

/** What this browser was told before, for whomever; null: it takes no pushes. */
async function subscription(): Promise<PushSubscription | null> {
  if (!canPush()) return null;
  const registered = await navigator.serviceWorker.getRegistration('/');
  return (await registered?.pushManager.getSubscription()) ?? null;
}

/** Whether this person is pushed to in this browser. */
export async function isPushed(): Promise<boolean> {
  const subscribed = await subscription();
  if (!subscribed) return false;
  const { endpoint } = subscribed;
  return (await api.notifications.push.isSubscribed.query({ endpoint })).subscribed;
}

async function register(subscribed: PushSubscription): Promise<void> {
  const { endpoint, keys } = subscribed.toJSON();
  await api.notifications.push.subscribe.mutate({
    endpoint: endpoint ?? '',
    keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' },
  });
}

/** Asks the person and the browser's maker. Gives false when the person does not allow it. */
export async function startPush(myId: string): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false;
  const { publicKey } = await api.notifications.push.key.query();
  await navigator.serviceWorker.register(worker);
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscribed = await pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: publicKey,
  });
  try {
    await register(subscribed);
  } catch (error) {
    await subscribed.unsubscribe();
    throw error;
  }
  wanting.set(myId);
  return true;
}

/** The server forgets a browser with the session. Who had turned pushes on in this one has them again. */
export async function keepPush(myId: string): Promise<void> {
  if (wanting.get() !== myId) return;
  const subscribed = await subscription();
  if (subscribed) await register(subscribed);
}

export async function stopPush(): Promise<void> {
  const subscribed = await subscription();
  if (!subscribed) return;
  await api.notifications.push.unsubscribe.mutate({ endpoint: subscribed.endpoint });
  wanting.set(null);
  await subscribed.unsubscribe();
}
