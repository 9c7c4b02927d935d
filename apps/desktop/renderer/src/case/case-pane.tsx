import type { CaseDetail } from '@atalaya/api/types';
import { AtalayaError } from '@atalaya/client';
import { fullStamp, relative } from '@atalaya/ui/format';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Empty, Failure, MessagesSkeleton } from '@atalaya/ui/pieces';
import { useStore, useTask } from '@atalaya/ui/state';
import { toastFailure } from '@atalaya/ui/toasts';
import { ActionIcon, Alert, Badge, Button, Tooltip } from '@mantine/core';
import {
  IconAlertTriangle,
  IconAppWindow,
  IconFileOff,
  IconLock,
  IconLockOpen,
} from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { native } from '../app/native.ts';
import { useNow } from '../app/now.ts';
import { useMay, useMe } from '../app/session.ts';
import { decidedElsewhere } from '../queue/queue-list.ts';
import { toggleClaim } from '../queue/use-queue-keys.ts';
import styles from './case-pane.module.css';
import { DecisionBar } from './decision-bar.tsx';
import { Decisions } from './decisions.tsx';
import { DeskHistory } from './desk-history.tsx';
import { DeskMenu } from './desk-menu.tsx';
import { DeskState } from './desk-state.tsx';
import { Evidence } from './evidence.tsx';
import { evidence } from './evidence-view.ts';
import { Flags } from './flags.tsx';
import { useHasNewEvidence } from './new-evidence.ts';
import { Similar } from './similar.tsx';
import type { Deciding } from './use-deciding.ts';

interface CasePaneProps {
  caseId: string;
  detail: UseQueryResult<CaseDetail>;
  deciding: Deciding;
}

/** A case: what happened in its context, who flagged it and why, the policy, and the decision. */
export function CasePane({ caseId, detail, deciding }: CasePaneProps) {
  const say = useSay();
  useEffect(() => evidence.veil, []);
  if (detail.isPending) return <MessagesSkeleton rows={6} />;
  if (detail.isError) {
    return detail.error instanceof AtalayaError && detail.error.code === 'notFound' ? (
      <Empty icon={IconFileOff} title={say('case.gone')} text={say('case.gone.text')} />
    ) : (
      <Failure
        icon={IconAlertTriangle}
        error={detail.error}
        onRetry={() => void detail.refetch()}
      />
    );
  }
  return (
    <Loaded key={caseId} detail={detail.data} isCurrent={!detail.isStale} deciding={deciding} />
  );
}

interface LoadedProps {
  detail: CaseDetail;
  isCurrent: boolean;
  deciding: Deciding;
}

function Loaded({ detail, isCurrent, deciding }: LoadedProps) {
  const say = useSay();
  const now = useNow();
  const mayDecide = useMay('moderation:decide');
  const decidedBy = useStore(decidedElsewhere).get(detail.id);
  const hasNewEvidence = useHasNewEvidence(detail, isCurrent);
  const isLate = detail.state === 'open' && detail.dueAt <= now;
  const name = detail.concerns?.displayName;
  const subject = say(`subject.${detail.subjectType}`);
  return (
    <article className={styles.case} aria-label={say('case.title')}>
      <header className={styles.head}>
        <div className={styles.heading}>
          <h2>
            {detail.subjectType === 'message' && name
              ? say('case.about', { subject, name })
              : (name ?? (detail.channel?.name || subject))}
            {detail.channel && detail.subjectType === 'message' && (
              <span className={styles.where}>
                {' '}
                {say('case.in', { channel: detail.channel.name || say('case.direct') })}
              </span>
            )}
          </h2>
          <p className={styles.facts}>
            <Badge
              variant="light"
              radius="sm"
              tt="none"
              color={detail.severity >= 4 ? 'red' : detail.severity === 3 ? 'amber' : 'gray'}
            >
              {say(`severity.${detail.severity as 1}`)}
            </Badge>
            <span>{say(`policy.${detail.policy}`)}</span>
            <time
              dateTime={detail.dueAt.toISOString()}
              title={fullStamp(say.locale, detail.dueAt)}
              data-late={isLate || undefined}
            >
              {say(isLate ? 'queue.due.over' : 'queue.due.in', {
                when: relative(say.locale, detail.dueAt, now),
              })}
            </time>
            <span>{say('queue.reach', { count: detail.reach })}</span>
          </p>
        </div>
        {mayDecide && detail.state === 'open' && <ClaimButton detail={detail} />}
        <DeskMenu detail={detail} />
        {native && (
          <Tooltip label={say('case.ownWindow')}>
            <ActionIcon
              aria-label={say('case.ownWindow')}
              onClick={() => void native?.openCase(detail.id)}
            >
              <IconAppWindow size={18} stroke={1.6} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label={say('case.evidence')}>
        <div role="status">
          {decidedBy && detail.state === 'decided' && (
            <Alert color="sea" variant="light" mb="sm">
              {say('case.decidedBy', { name: decidedBy })}
            </Alert>
          )}
          {detail.mergedIntoId && (
            <Alert color="sea" variant="light" mb="sm">
              {say('case.merged')}{' '}
              <Link
                to="/case/$caseId"
                params={{ caseId: detail.mergedIntoId }}
                className={styles.newer}
              >
                {say('case.merged.open')}
              </Link>
            </Alert>
          )}
          {detail.state === 'open' && hasNewEvidence && (
            <Alert color="amber" variant="light" mb="sm">
              {say('case.changed')}
            </Alert>
          )}
        </div>
        <DeskState detail={detail} />
        <Evidence detail={detail} />
        <Flags detail={detail} />
        <section className={styles.section}>
          <h3>{say('case.policy')}</h3>
          <p className={styles.policy}>
            <strong>{say(`policy.${detail.policy}`)}.</strong>{' '}
            {say.knows(detail.policyText) ? say(detail.policyText) : null}
          </p>
        </section>
        <Decisions detail={detail} />
        <Similar detail={detail} />
        <DeskHistory detail={detail} />
      </section>
      <DecisionBar detail={detail} deciding={deciding} />
    </article>
  );
}

function ClaimButton({ detail }: { detail: CaseDetail }) {
  const say = useSay();
  const errorText = useErrorText();
  const me = useMe();
  const now = useNow();
  const claim = detail.claim && detail.claim.until > now ? detail.claim : null;
  const isMine = claim?.by.id === me.id;
  const toggle = useTask(async () => {
    await toggleClaim(detail, me.id).catch((error) => toastFailure(errorText(error)));
  });
  if (claim && !isMine) {
    return (
      <span className={styles.holder}>
        <IconLock size={15} stroke={1.7} aria-hidden />
        {say('queue.heldBy', { name: claim.by.displayName })}
      </span>
    );
  }
  // It is administrators' now: said where the decisions are.
  if (detail.escalatedAt && !detail.allowed.claim) return null;
  return (
    <Button
      variant={isMine ? 'light' : 'default'}
      size="compact-sm"
      loading={toggle.running}
      leftSection={
        isMine ? <IconLockOpen size={15} aria-hidden /> : <IconLock size={15} aria-hidden />
      }
      onClick={() => void toggle.run(undefined)}
    >
      {say(isMine ? 'case.release' : 'case.claim')}
    </Button>
  );
}
