import type { DirectConversation } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { roving } from '@atalaya/ui/lists';
import { Avatar, Failure, RowsSkeleton } from '@atalaya/ui/pieces';
import { useStore } from '@atalaya/ui/state';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMe } from '../app/session.ts';
import { usePresence } from '../people/presence.ts';
import { directConversations } from './direct.ts';
import styles from './direct-list.module.css';
import { reading } from './reading.ts';

/** Conversations of two: who, the last message, and what is unread. */
export function DirectList() {
  const say = useSay();
  const { channelId } = useParams({ strict: false });
  const list = useInfiniteQuery(directConversations);
  const items = list.data?.pages.flatMap((page) => page.items);
  const stop = items?.some(({ id }) => id === channelId) ? channelId : items?.[0]?.id;
  return (
    <section>
      <h2 className={styles.title}>{say('direct.title')}</h2>
      {list.isPending && (
        <div className={styles.list}>
          <RowsSkeleton rows={3} avatar />
        </div>
      )}
      {list.isError && !items && (
        <Failure icon={IconAlertTriangle} error={list.error} onRetry={() => void list.refetch()} />
      )}
      {items?.length === 0 && (
        <p className={styles.empty}>
          {say('direct.none')} <Link to="/people">{say('direct.none.people')}</Link>
        </p>
      )}
      {items && items.length > 0 && (
        <ul className={styles.list} aria-label={say('direct.title')} {...roving}>
          {items.map((item) => (
            <li key={item.id}>
              <DirectLink item={item} isStop={item.id === stop} />
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <button type="button" className={styles.more} onClick={() => void list.fetchNextPage()}>
          {say('direct.more')}
        </button>
      )}
    </section>
  );
}

const nobody = { id: '', presence: 'offline', statusText: '' } as const;

function DirectLink({ item, isStop }: { item: DirectConversation; isStop: boolean }) {
  const say = useSay();
  const me = useMe();
  const { presence } = usePresence(item.with ?? nobody);
  const isReading = useStore(reading) === item.id;
  const unread = isReading ? 0 : item.unread;
  const { lastMessage } = item;
  const text = lastMessage && (lastMessage.content || say('direct.files'));
  return (
    <Link
      to="/c/$channelId"
      params={{ channelId: item.id }}
      className={styles.conversation}
      data-unread={unread > 0 || undefined}
      data-rove
      tabIndex={isStop ? 0 : -1}
    >
      <Avatar
        id={item.with?.id ?? item.id}
        name={item.name}
        size={28}
        presence={item.with ? presence : undefined}
      />
      <span className={styles.body}>
        <span className={styles.name}>{item.name || say('direct.gone')}</span>
        {text && (
          <span className={styles.last}>
            {lastMessage.author.id === me.id ? say('direct.own', { text }) : text}
          </span>
        )}
      </span>
      {unread > 0 && (
        <span className={styles.badge}>
          {unread > 99 ? '99+' : unread}
          <span className="visually-hidden"> {say('channels.unread', { count: unread })}</span>
        </span>
      )}
    </Link>
  );
}
