import { useSay } from '@atalaya/ui/i18n';
import { Page } from '@atalaya/ui/layout';
import { PagedList, roving } from '@atalaya/ui/lists';
import { Avatar, Empty } from '@atalaya/ui/pieces';
import { SegmentedControl } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useFolded } from './blocks.ts';
import { channelSign } from './channel-sign.ts';
import { type ThreadItem, threadList } from './threads.ts';
import styles from './threads-page.module.css';

/** The threads that this person follows. */
export function ThreadsPage() {
  const say = useSay();
  const [isUnread, setUnread] = useState(false);
  const list = useInfiniteQuery(threadList(isUnread));
  return (
    <Page
      title={say('threads.title')}
      actions={
        <SegmentedControl
          size="xs"
          value={isUnread ? 'unread' : 'all'}
          onChange={(value) => setUnread(value === 'unread')}
          data={[
            { value: 'all', label: say('threads.all') },
            { value: 'unread', label: say('threads.unread') },
          ]}
          aria-label={say('threads.which')}
        />
      }
    >
      <PagedList
        list={list}
        rows={5}
        avatar
        empty={
          <Empty
            icon={IconMessages}
            title={say(isUnread ? 'threads.noneUnread' : 'threads.none')}
            text={say('threads.none.text')}
          />
        }
      >
        {(items) => (
          <ul className={styles.list} aria-label={say('threads.title')} {...roving}>
            {items.map((item, index) => (
              <li key={item.root.id}>
                <ThreadRow item={item} isStop={index === 0} />
              </li>
            ))}
          </ul>
        )}
      </PagedList>
    </Page>
  );
}

function ThreadRow({ item, isStop }: { item: ThreadItem; isStop: boolean }) {
  const say = useSay();
  const { root, channel, lastReply, state } = item;
  const Sign = channelSign(channel.type);
  const folded = useFolded(channel.type);
  const text = root.deletedAt
    ? say('message.deleted')
    : folded.has(root.author.id)
      ? say('message.blocked')
      : root.content || (root.hiddenAt ? say('message.hidden') : '');
  return (
    <Link
      to="/c/$channelId"
      params={{ channelId: channel.id }}
      search={{ t: root.id }}
      className={styles.thread}
      data-unread={state.unread > 0 || undefined}
      data-rove
      tabIndex={isStop ? 0 : -1}
    >
      <Avatar id={root.author.id} name={root.author.displayName} size={32} />
      <span className={styles.body}>
        <span className={styles.head}>
          <span className={styles.author}>{root.author.displayName}</span>
          <span className={styles.channel}>
            <Sign size={13} stroke={1.7} aria-hidden />
            <span>{channel.name}</span>
          </span>
          {state.unread > 0 && (
            <span className={styles.badge}>
              {say('threads.new', { count: Math.min(state.unread, 999) })}
            </span>
          )}
        </span>
        <span className={styles.text}>{text}</span>
        <span className={styles.last}>
          {say('thread.replies', { count: root.thread?.replyCount ?? 0 })}
          {lastReply && !lastReply.deletedAt && lastReply.content !== '' && (
            <>
              {' · '}
              {lastReply.author.displayName}: {lastReply.content}
            </>
          )}
        </span>
      </span>
    </Link>
  );
}
