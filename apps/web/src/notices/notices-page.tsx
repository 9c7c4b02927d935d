import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Page } from '@atalaya/ui/layout';
import { PagedList } from '@atalaya/ui/lists';
import { Empty } from '@atalaya/ui/pieces';
import { toastFailure } from '@atalaya/ui/toasts';
import { Button } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { NoticeRow } from './notice-row.tsx';
import { markAllNoticesRead, noticeList, unreadNotices } from './notices.ts';
import styles from './notices-page.module.css';

/** What the product has to tell this person. */
export function Notices() {
  const say = useSay();
  const errorText = useErrorText();
  const list = useInfiniteQuery(noticeList);
  const unread = useQuery(unreadNotices).data?.unread ?? 0;
  const markAll = () => {
    markAllNoticesRead().catch((error) => toastFailure(errorText(error)));
  };
  return (
    <Page
      title={say('notices.title')}
      actions={
        unread > 0 && (
          <Button size="xs" variant="default" onClick={markAll}>
            {say('notices.markAll')}
          </Button>
        )
      }
    >
      <PagedList
        list={list}
        rows={6}
        empty={
          <Empty icon={IconBell} title={say('notices.none')} text={say('notices.none.text')} />
        }
      >
        {(notices) => (
          <ul className={styles.list} aria-label={say('notices.title')}>
            {notices.map((notice) => (
              <NoticeRow key={notice.id} notice={notice} />
            ))}
          </ul>
        )}
      </PagedList>
    </Page>
  );
}
