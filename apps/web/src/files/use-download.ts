import type { FileView } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { toastFailure } from '@atalaya/ui/toasts';
import { useCallback } from 'react';
import { download } from './download.ts';

/** Saves a file on this machine, and says so when it cannot be had. */
export function useDownload(): (file: FileView) => void {
  const say = useSay();
  const errorText = useErrorText();
  return useCallback(
    (file) => {
      download(file)
        .then((isThere) => {
          if (!isThere) toastFailure(say('files.gone', { name: file.name }));
        })
        .catch((error) => toastFailure(errorText(error)));
    },
    [say, errorText],
  );
}
