import { useSay } from '@atalaya/ui/i18n';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useMe } from '../app/session.ts';
import { queueList } from '../queue/queue-list.ts';
import { useQueueKeys } from '../queue/use-queue-keys.ts';
import { CasePane } from './case-pane.tsx';
import { caseQuery } from './case-query.ts';
import styles from './case-window.module.css';
import { Desk } from './desk.tsx';
import { PersonPane } from './person-pane.tsx';
import { useDeciding } from './use-deciding.ts';

/** A case in a window of its own, beside the queue. */
export function CaseWindow() {
  const say = useSay();
  const me = useMe();
  const { caseId } = useParams({ from: '/shell/case/$caseId' });
  const detail = useQuery(caseQuery(caseId));
  const deciding = useDeciding(detail.data);
  useEffect(() => queueList.open(me), [me.id]);
  useQueueKeys({ selected: caseId, select: () => {}, detail: detail.data, deciding });
  return (
    <main className={styles.window} aria-label={say('case.title')}>
      <h1 className="visually-hidden">{say('case.title')}</h1>
      <Desk detail={detail.data} />
      <CasePane caseId={caseId} detail={detail} deciding={deciding} />
      {detail.data && <PersonPane detail={detail.data} />}
    </main>
  );
}
