import { useSay } from '@atalaya/ui/i18n';
import { IconPaperclip } from '@tabler/icons-react';
import { useRef } from 'react';

interface AttachButtonProps {
  className: string | undefined;
  onFiles: (files: readonly File[]) => void;
}

/** Chooses files from this machine; a phone also offers its camera. */
export function AttachButton({ className, onFiles }: AttachButtonProps) {
  const say = useSay();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={say('files.attach')}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // The same file may be chosen again after it was taken away.
          currentTarget.value = '';
        }}
      />
      <button
        type="button"
        className={className}
        aria-label={say('files.attach')}
        title={say('files.attach')}
        onClick={() => input.current?.click()}
      >
        <IconPaperclip size={20} stroke={1.6} aria-hidden />
      </button>
    </>
  );
}
