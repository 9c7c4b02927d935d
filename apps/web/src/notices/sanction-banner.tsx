import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { toastFailure } from '@atalaya/ui/toasts';
import { Button } from '@mantine/core';
import { IconGavel } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import { joinedChannels } from '../chat/channels.ts';
import { useInForce } from './in-force.ts';
import { noticeTitle } from './notice-words.ts';
import { markNoticeRead, noticeList, type SanctionNotice } from './notices.ts';
import styles from './sanction-banner.module.css';

/** What staff have decided about this person stays in sight while it holds, until they say that they have seen it. */
export function SanctionBanner() {
  const say = useSay();
  const errorText = useErrorText();
  const { data } = useInfiniteQuery(noticeList);
  const { data: channels = [] } = useQuery(joinedChannels);
  const { isOver } = useInForce();
  const isThere = useRouterState({ select: ({ location }) => location.pathname === '/notices' });
  const notice = data?.pages
    .flatMap(({ items }) => items)
    .filter((one): one is SanctionNotice => one.kind === 'sanction' && one.readAt === null)
    .find((one) => !isOver(one));
  const nameOf = (channelId: string) => channels.find(({ id }) => id === channelId)?.name;
  return (
    <div role="alert" className={styles.place}>
      {notice && !isThere && (
        <div className={styles.banner}>
          <IconGavel size={17} stroke={1.6} aria-hidden />
          <span className={styles.text}>
            {noticeTitle(say, notice, nameOf)}. {say('sanction.why')}:{' '}
            {say(`policy.${notice.params.policy}`)}.
          </span>
          <Link to="/notices">{say('notices.see')}</Link>
          <Button
            size="xs"
            variant="default"
            onClick={() =>
              void markNoticeRead(notice.id).catch((error) => toastFailure(errorText(error)))
            }
          >
            {say('notices.understood')}
          </Button>
        </div>
      )}
    </div>
  );
}
