import type { ChannelDetail } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { Loader } from '@mantine/core';
import type { Talk } from './conversation.ts';
import styles from './conversation-start.module.css';

/** Height in pixels of what stands above the first message. The list must know it. */
export const startHeight = 116;

interface ConversationStartProps {
  channel: ChannelDetail;
  conversation: Talk;
}

/** Above the first message: that older ones are on their way, or that this is where it began. */
export function ConversationStart({ channel, conversation }: ConversationStartProps) {
  const say = useSay();
  const timeline = useStore(conversation.timeline);
  return (
    <div className={styles.start} style={{ height: startHeight }}>
      {timeline.hasOlder ? (
        <Loader size="sm" role="img" aria-label={say('conversation.loadingOlder')} />
      ) : (
        timeline.status === 'ready' && (
          <div className={styles.text}>
            <p className={styles.title}>
              {channel.type === 'direct'
                ? say('direct.start', { name: channel.name || say('direct.gone') })
                : say('conversation.start', { name: channel.name })}
            </p>
            <p>
              {timeline.messages.length === 0
                ? say('conversation.empty')
                : channel.type === 'direct'
                  ? say('direct.start.text')
                  : channel.topic || say('conversation.start.text')}
            </p>
          </div>
        )
      )}
    </div>
  );
}
