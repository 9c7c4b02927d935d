import type { CaseDetail, RouterOutputs } from '@atalaya/api/types';
import { relative } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { Failure } from '@atalaya/ui/pieces';
import { Skeleton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../app/atalaya.ts';
import pane from './case-pane.module.css';
import { caseKey } from './case-query.ts';
import { isDelicate } from './delicate.ts';
import styles from './similar.module.css';

type SimilarCase = RouterOutputs['moderation']['cases']['similar']['items'][number];

/** Cases that resemble this one, with why they do and how they were decided: like is decided alike. */
export function Similar({ detail }: { detail: CaseDetail }) {
  const say = useSay();
  const caseId = detail.id;
  const similar = useQuery({
    queryKey: [...caseKey(caseId), 'similar'],
    queryFn: () => api.moderation.cases.similar.query({ caseId }),
    staleTime: 60_000,
  });
  return (
    <section className={pane.section} aria-label={say('similar.title')}>
      <h3>{say('similar.title')}</h3>
      {similar.isPending && (
        <div className={styles.list} aria-busy>
          {[0, 1, 2].map((row) => (
            <Skeleton key={row} height={34} radius="sm" />
          ))}
        </div>
      )}
      {similar.isError && (
        <Failure
          icon={IconAlertTriangle}
          error={similar.error}
          onRetry={() => void similar.refetch()}
        />
      )}
      {similar.data?.items.length === 0 && <p className={pane.policy}>{say('similar.none')}</p>}
      {similar.data && similar.data.items.length > 0 && (
        <ul className={styles.list}>
          {similar.data.items.map((one) => (
            <li key={one.id}>
              <One one={one} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function One({ one }: { one: SimilarCase }) {
  const say = useSay();
  const { id, policy, excerpt, concerns, why, decision, openedAt } = one;
  const when = relative(say.locale, decision?.createdAt ?? openedAt);
  const actions = decision?.actions.map(({ type }) => say(`action.${type}`)).join(', ');
  return (
    <>
      <p className={styles.line}>
        <Link to="/case/$caseId" params={{ caseId: id }} className={styles.name}>
          {concerns?.displayName ?? say(`subject.${one.subjectType}`)}
        </Link>
        <span className={styles.excerpt}>
          {isDelicate(policy) ? say('case.evidence.hidden') : excerpt}
        </span>
      </p>
      <p className={styles.facts}>
        <strong data-open={decision ? undefined : true}>
          {decision && actions
            ? decision.byRole
              ? say('similar.decided', { actions, role: say(`role.${decision.byRole}`) })
              : actions
            : say('similar.open')}
        </strong>
        <span>{say(`policy.${decision?.policy ?? policy}`)}</span>
        <span>{when}</span>
        <span>{why.map((reason) => say(`similar.why.${reason}`)).join(' · ')}</span>
      </p>
    </>
  );
}
