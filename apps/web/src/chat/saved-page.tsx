import type { RouterOutputs } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Page } from '@atalaya/ui/layout';
import { PagedList } from '@atalaya/ui/lists';
import { Empty } from '@atalaya/ui/pieces';
import { toastFailure } from '@atalaya/ui/toasts';
import { Button } from '@mantine/core';
import { IconBookmark, IconBookmarkOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import { useFolded } from './blocks.ts';
import { MessageCard } from './message-card.tsx';
import { savedList, setSaved } from './saved-messages.ts';
import styles from './saved-page.module.css';

type SavedItem = RouterOutputs['chat']['saved']['list']['items'][number];

/** What this person put aside for later. */
export function SavedPage() {
  const say = useSay();
  const list = useInfiniteQuery(savedList);
  return (
    <Page title={say('saved.title')}>
      <PagedList
        list={list}
        rows={5}
        avatar
        empty={
          <Empty icon={IconBookmark} title={say('saved.none')} text={say('saved.none.text')} />
        }
      >
        {(items) => (
          <ul className={styles.list} aria-label={say('saved.title')}>
            {items.map((item) => (
              <li key={item.messageId}>
                <Saved item={item} />
              </li>
            ))}
          </ul>
        )}
      </PagedList>
    </Page>
  );
}

function Saved({ item }: { item: SavedItem }) {
  const say = useSay();
  const errorText = useErrorText();
  const { messageId, found } = item;
  const folded = useFolded(found?.channel.type ?? 'public');
  const remove = () => {
    const removed = found
      ? setSaved(found.channel.id, messageId, false)
      : api.chat.saved.remove
          .mutate({ messageId })
          .then(() => queries.invalidateQueries(savedList));
    removed.catch((error) => toastFailure(errorText(error)));
  };
  if (!found) {
    return (
      <div className={styles.gone}>
        <span>{say('saved.gone')}</span>
        <Button size="xs" variant="default" onClick={remove}>
          {say('saved.remove')}
        </Button>
      </div>
    );
  }
  const action = { label: say('saved.remove'), Icon: IconBookmarkOff, onClick: remove };
  const { message, channel } = found;
  const isBlocked = folded.has(message.author.id);
  return <MessageCard message={message} channel={channel} isBlocked={isBlocked} action={action} />;
}
