import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

/** What `push-worker.js` says when a pushed notice was opened while this page is. */
interface Opened {
  type: 'open';
  url: string;
}

const isOpened = (data: unknown): data is Opened =>
  typeof data === 'object' && data !== null && 'type' in data && data.type === 'open';

/** Goes to the place of a pushed notice that was opened. */
export function usePushed(): void {
  const router = useRouter();
  useEffect(() => {
    // Plain HTTP from another machine: the browser has no workers there.
    if (!('serviceWorker' in navigator)) return;
    const workers = navigator.serviceWorker;
    const take = ({ data }: MessageEvent<unknown>) => {
      if (!isOpened(data)) return;
      // The way on this server, by whatever name it is known here.
      const { pathname, search } = new URL(data.url, location.origin);
      router.history.push(pathname + search);
    };
    workers.addEventListener('message', take);
    workers.startMessages();
    return () => workers.removeEventListener('message', take);
  }, [router]);
}
