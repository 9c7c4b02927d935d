import type { Notification } from '@atalaya/api/types';
import { fullStamp, relative } from '@atalaya/ui/format';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { toastFailure, toastUndo } from '@atalaya/ui/toasts';
import { ActionIcon } from '@mantine/core';
import { IconCheck, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { joinedChannels } from '../chat/channels.ts';
import { Statement } from '../moderation/statement.tsx';
import { FromChannel } from './from-channel.tsx';
import { useInForce } from './in-force.ts';
import { MeasureList } from './measure-list.tsx';
import { grouped } from './measures.ts';
import styles from './notice-row.module.css';
import { noticeTitle } from './notice-words.ts';
import { markNoticeRead, removeNotice, type SanctionNotice } from './notices.ts';
import { QuietChannel } from './quiet-channel.tsx';

/** Milliseconds in which a deletion can be taken back. */
const undoMs = 5_000;

/** One notice: what happened, why, and what to do with it. */
export function NoticeRow({ notice }: { notice: Notification }) {
  const say = useSay();
  const errorText = useErrorText();
  const { data: channels = [] } = useQuery(joinedChannels);
  const nameOf = (channelId: string) => channels.find(({ id }) => id === channelId)?.name;
  const isNew = notice.readAt === null;
  const failed = (error: unknown) => toastFailure(errorText(error));
  const remove = () => {
    const { takeBack, carryOut } = removeNotice(notice.id);
    const finish = () => {
      stop();
      carryOut().catch(failed);
    };
    const timer = setTimeout(finish, undoMs);
    // Closing the page is no way to keep what one has deleted.
    addEventListener('pagehide', finish);
    const stop = () => {
      clearTimeout(timer);
      removeEventListener('pagehide', finish);
    };
    toastUndo({
      message: say('notices.deleted'),
      undo: say('action.undo'),
      within: undoMs,
      onUndo: () => {
        stop();
        takeBack();
      },
    });
  };
  return (
    <li className={styles.notice} data-new={isNew || undefined}>
      <div className={styles.body}>
        <p className={styles.title}>
          {isNew && (
            <span className={styles.dot}>
              <span className="visually-hidden">{say('notices.isNew')}: </span>
            </span>
          )}
          {noticeTitle(say, notice, nameOf)}
        </p>
        <time
          className={styles.when}
          dateTime={notice.createdAt.toISOString()}
          title={fullStamp(say.locale, notice.createdAt)}
        >
          {relative(say.locale, notice.createdAt)}
        </time>
      </div>
      <div className={styles.actions}>
        {isNew && (
          <ActionIcon
            aria-label={say('notices.markRead')}
            title={say('notices.markRead')}
            onClick={() => void markNoticeRead(notice.id).catch(failed)}
          >
            <IconCheck size={17} stroke={1.6} aria-hidden />
          </ActionIcon>
        )}
        <ActionIcon
          aria-label={say('notices.delete')}
          title={say('notices.delete')}
          onClick={remove}
        >
          <IconTrash size={17} stroke={1.6} aria-hidden />
        </ActionIcon>
      </div>
      <More notice={notice} nameOf={nameOf} />
    </li>
  );
}

interface MoreProps {
  notice: Notification;
  nameOf: (channelId: string) => string | undefined;
}

function More({ notice, nameOf }: MoreProps) {
  const say = useSay();
  switch (notice.kind) {
    case 'sanction':
      return <SanctionReasons notice={notice} nameOf={nameOf} />;
    case 'sanctionLifted':
      return <MeasureList measures={notice.params.measures} nameOf={nameOf} />;
    case 'flagReceived':
      return (
        <p className={styles.text}>
          {say(`policy.${notice.params.policy}`)}. {say('notification.flagReceived.text')}
        </p>
      );
    case 'flagOutcome':
      return (
        <p className={styles.text}>{say(`notification.flagOutcome.${notice.params.outcome}`)}</p>
      );
    case 'channelIdle':
    case 'channelArchived':
      return <QuietChannel notice={notice} />;
    case 'alert':
      return (
        <p className={styles.text}>
          {say('notification.alert.text')} <a href="/console">{say('notification.alert.open')}</a>
        </p>
      );
    case 'mention':
    case 'directMessage':
    case 'threadReply':
    case 'channelInvite':
      return <FromChannel notice={notice} />;
    case 'caseAssigned':
    case 'caseEscalated':
      return (
        <p className={styles.text}>
          {say(`policy.${notice.params.policy}`)}.{' '}
          <a href={`/console/queue?case=${notice.params.caseId}`}>
            {say('notification.case.open')}
          </a>
        </p>
      );
  }
}

function SanctionReasons({ notice, nameOf }: MoreProps & { notice: SanctionNotice }) {
  const say = useSay();
  const { policy, statement, measures } = notice.params;
  const inForce = useInForce();
  const isOver = inForce.isOver(notice);
  const [only, ...more] = grouped(measures);
  const { sanction, until, channelId } = more.length > 0 || !only ? nothing : only;
  // What is over has no time left to count.
  const lasts = !isOver && (sanction === 'mute' || sanction === 'ban');
  const where = channelId === null ? say('sanction.everywhere') : (nameOf(channelId) ?? undefined);
  return (
    <div className={styles.reasons}>
      {isOver && <p className={styles.over}>{say('notices.over')}</p>}
      <MeasureList
        measures={measures}
        nameOf={nameOf}
        {...(isOver ? {} : { isOver: inForce.isMeasureOver })}
      />
      <Statement
        policy={policy}
        statement={statement}
        {...(lasts ? { until: until === null ? null : new Date(until) } : {})}
        where={
          sanction === 'ban' || (channelId === null && sanction !== 'mute') ? undefined : where
        }
      />
    </div>
  );
}

/** Of several kinds each has its own time and place, in the list. */
const nothing = { sanction: null, until: null, channelId: null };
