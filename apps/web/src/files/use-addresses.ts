import type { FileView } from '@atalaya/api/types';
import type { FileAddresses } from '@atalaya/client';
import { useStore } from '@atalaya/ui/state';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { atalaya } from '../app/atalaya.ts';

/** Tries with a new address before a file counts as out of reach. */
const mostTries = 2;

interface Reachable {
  /** Undefined until they are known. */
  addresses: FileAddresses | undefined;
  /** The person may not read it any more, or it does not come. */
  isGone: boolean;
  /** Changes when the address is to be tried once more. */
  attempt: number;
  onError: () => void;
  onLoad: () => void;
}

/** Where a file can be read by this person. Addresses end: what fails is asked for anew. */
export function useAddresses({ id, state }: FileView): Reachable {
  const { data, refetch, isError } = useQuery({
    queryKey: ['file', id],
    queryFn: () => atalaya.fileUrls.of(id),
    enabled: state === 'ready',
    // What has been shown stays; an address that ended is found out by using it.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const isOnline = useStore(atalaya.connection).status === 'online';
  const [attempt, setAttempt] = useState(0);
  const [hasFailed, setFailed] = useState(false);
  const tries = useRef(0);

  const again = useCallback(() => {
    atalaya.fileUrls.forget(id);
    void refetch().then(() => setAttempt((now) => now + 1));
  }, [id, refetch]);

  const onError = useCallback(() => {
    tries.current += 1;
    if (tries.current > mostTries) setFailed(true);
    else again();
  }, [again]);

  const onLoad = useCallback(() => {
    tries.current = 0;
  }, []);

  useEffect(() => {
    if (!isOnline || !(hasFailed || isError)) return;
    tries.current = 0;
    setFailed(false);
    again();
    // Only when the line comes back: what fails while it is there has failed.
  }, [isOnline]);

  return {
    addresses: data ?? undefined,
    isGone: data === null || hasFailed || isError,
    attempt,
    onError,
    onLoad,
  };
}
