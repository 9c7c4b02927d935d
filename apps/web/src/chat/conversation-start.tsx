import type { ChannelDetail } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { Loader } from '@mantine/core';
import styles from './conversation-start.module.css';
import type { TimelineState } from './timeline.ts';

/** Height in pixels of what stands above the first message. The list must know it. */
export const startHeight = 116;

interface ConversationStartProps {
  channel: ChannelDetail;
  timeline: TimelineState;
}

/** Above the first message: that older ones are on their way, or that this is where it began. */
export function ConversationStart({ channel, timeline }: ConversationStartProps) {
  const say = useSay();
  return (
    <div className={styles.start} style={{ height: startHeight }}>
      {timeline.hasOlder ? (
        <Loader size="sm" role="img" aria-label={say('conversation.loadingOlder')} />
      ) : (
        timeline.status === 'ready' && (
          <div className={styles.text}>
            <p className={styles.title}>{say('conversation.start', { name: channel.name })}</p>
            <p>
              {timeline.messages.length === 0
                ? say('conversation.empty')
                : channel.topic || say('conversation.start.text')}
            </p>
          </div>
        )
      )}
    </div>
  );
}
