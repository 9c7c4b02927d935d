import { useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { useBlocked } from './blocks.ts';
import type { Talk } from './conversation.ts';

/**
 * Reads new messages out to screen readers. The list itself stays silent: it also gains elements
 * when one scrolls, and those are not news. Nothing is said of what is held or by a blocked person.
 */
export function Announcer({ conversation }: { conversation: Talk }) {
  const say = useSay();
  const last = useStore(conversation.heard);
  const blocked = useBlocked();
  const heard = last && last.hiddenAt === null && !blocked.has(last.author.id) ? last : null;
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
