import { useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import type { Talk } from './conversation.ts';

/**
 * Reads new messages out to screen readers. The list itself stays silent: it also gains elements
 * when one scrolls, and those are not news.
 */
export function Announcer({ conversation }: { conversation: Talk }) {
  const say = useSay();
  const heard = useStore(conversation.heard);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {heard &&
        say('conversation.heard', {
          name: heard.author.displayName,
          text:
            heard.content.slice(0, 300) ||
            (heard.files ? say('files.count', { count: heard.files.length }) : ''),
        })}
    </div>
  );
}
