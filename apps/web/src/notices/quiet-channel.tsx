import type { Notification } from '@atalaya/api/types';
import { moment } from '@atalaya/ui/format';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useTask } from '@atalaya/ui/state';
import { toastDone, toastFailure } from '@atalaya/ui/toasts';
import { Button } from '@mantine/core';
import { api } from '../app/atalaya.ts';
import { takeDetail } from '../chat/channels.ts';
import styles from './notice-row.module.css';
import { markNoticeRead } from './notices.ts';

type QuietNotice = Extract<Notification, { kind: 'channelIdle' | 'channelArchived' }>;

/** Of a channel that nobody writes in: what will happen or has, and the way back. */
export function QuietChannel({ notice }: { notice: QuietNotice }) {
  const say = useSay();
  const errorText = useErrorText();
  const { channelId, name } = notice.params;
  const isArchived = notice.kind === 'channelArchived';
  const undo = useTask(async () => {
    try {
      const { unarchive, keepOpen } = api.chat.channels;
      takeDetail(await (isArchived ? unarchive : keepOpen).mutate({ channelId }));
      const done = isArchived
        ? 'notification.channelArchived.undone'
        : 'notification.channelIdle.kept';
      toastDone(say(done, { name }));
      await markNoticeRead(notice.id);
    } catch (error) {
      toastFailure(errorText(error));
    }
  });
  return (
    <div className={styles.reasons}>
      <p className={styles.text}>
        {notice.kind === 'channelArchived'
          ? say('notification.channelArchived.text', { count: notice.params.days })
          : say('notification.channelIdle.text', {
              when: moment(say.locale, new Date(notice.params.archiveAt)),
            })}
      </p>
      <Button
        size="xs"
        variant="default"
        loading={undo.running}
        onClick={() => void undo.run(undefined)}
      >
        {say(isArchived ? 'channel.unarchive' : 'notification.channelIdle.keep')}
      </Button>
    </div>
  );
}
