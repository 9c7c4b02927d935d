import { Confirm } from '@atalaya/ui/dialogs';
import { relative, shortDate } from '@atalaya/ui/format';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { SidePanel } from '@atalaya/ui/layout';
import { Avatar, Empty, Failure, RowsSkeleton } from '@atalaya/ui/pieces';
import { useTask } from '@atalaya/ui/state';
import { toastFailure } from '@atalaya/ui/toasts';
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconFlag, IconMessage, IconUserOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { api } from '../app/atalaya.ts';
import { isCode } from '../app/failure.ts';
import { queries } from '../app/queries.ts';
import { useMe } from '../app/session.ts';
import { openDirect } from '../chat/direct.ts';
import { Report } from '../moderation/report.tsx';
import { BlockPerson } from './block-person.tsx';
import { personDetail } from './people-queries.ts';
import styles from './person-panel.module.css';
import { usePresence } from './presence.ts';

interface PersonPanelProps {
  memberId: string;
  onClose: () => void;
  /** It stands beside the conversation with this person. */
  isHere?: boolean;
  /** What else can be done there. */
  children?: ReactNode;
}

/** One person: who they are, whether they are here, and for staff what can be done. */
export function PersonPanel({ memberId, onClose, isHere = false, children }: PersonPanelProps) {
  const say = useSay();
  const person = useQuery(personDetail(memberId));
  return (
    <SidePanel title={say('person.title')} onClose={onClose}>
      {person.isPending && <RowsSkeleton rows={5} avatar />}
      {person.isError &&
        (isCode(person.error, 'notFound') ? (
          <Empty icon={IconUserOff} title={say('person.gone')} />
        ) : (
          <Failure
            icon={IconAlertTriangle}
            error={person.error}
            onRetry={() => void person.refetch()}
          />
        ))}
      {person.data && (
        <Person person={person.data} isHere={isHere}>
          {children}
        </Person>
      )}
    </SidePanel>
  );
}

type Detail = Awaited<ReturnType<typeof api.members.get.query>>;

interface PersonProps {
  person: Detail;
  isHere: boolean;
  children: ReactNode;
}

function Person({ person, isHere, children }: PersonProps) {
  const say = useSay();
  const errorText = useErrorText();
  const me = useMe();
  const { presence, statusText } = usePresence(person);
  const [isAsking, setAsking] = useState(false);
  const [isReporting, setReporting] = useState(false);
  const take = (changed: Detail) => {
    queries.setQueryData(personDetail(person.id).queryKey, changed);
    void queries.invalidateQueries({ queryKey: ['people', 'list'] });
  };
  const navigate = useNavigate();
  const write = useTask(async () => {
    try {
      const channelId = await openDirect(person.id);
      await navigate({ to: '/c/$channelId', params: { channelId } });
    } catch (error) {
      toastFailure(errorText(error));
    }
  });
  const deactivate = async () => take(await api.members.deactivate.mutate({ memberId: person.id }));
  const reactivate = () => {
    api.members.reactivate
      .mutate({ memberId: person.id })
      .then(take, (error) => toastFailure(errorText(error)));
  };
  return (
    <div className={styles.person}>
      <Avatar id={person.id} name={person.displayName} size={72} />
      <h3 className={styles.name}>{person.displayName}</h3>
      <p className={styles.username}>@{person.username}</p>
      {statusText && <p className={styles.status}>{statusText}</p>}
      {person.bio && <p className={styles.bio}>{person.bio}</p>}
      <dl className={styles.facts}>
        <div>
          <dt>{say('person.presence')}</dt>
          <dd>
            {say(`presence.${presence}`)}
            {presence === 'offline' &&
              person.lastActiveAt &&
              ` · ${relative(say.locale, person.lastActiveAt)}`}
          </dd>
        </div>
        <div>
          <dt>{say('person.role')}</dt>
          <dd>{say(`role.${person.role}`)}</dd>
        </div>
        <div>
          <dt>{say('person.since')}</dt>
          <dd>{shortDate(say.locale, person.createdAt)}</dd>
        </div>
        {person.state !== 'active' && (
          <div>
            <dt>{say('person.state')}</dt>
            <dd>{say(`memberState.${person.state}`)}</dd>
          </div>
        )}
      </dl>
      {children}
      {person.id !== me.id && !isHere && person.state === 'active' && (
        <Button
          size="xs"
          leftSection={<IconMessage size={15} stroke={1.6} aria-hidden />}
          loading={write.running}
          onClick={() => void write.run(undefined)}
        >
          {say('person.write')}
        </Button>
      )}
      {person.id === me.id && (
        <Button component={Link} to="/me" variant="default" size="xs">
          {say('person.editOwn')}
        </Button>
      )}
      {person.allowed.deactivate && person.id !== me.id && (
        <Button
          variant="default"
          size="xs"
          onClick={() => (person.state === 'active' ? setAsking(true) : reactivate())}
        >
          {say(person.state === 'active' ? 'person.deactivate' : 'person.reactivate')}
        </Button>
      )}
      {person.id !== me.id && (
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          leftSection={<IconFlag size={15} stroke={1.6} aria-hidden />}
          onClick={() => setReporting(true)}
        >
          {say('report.member')}
        </Button>
      )}
      {person.id !== me.id && <BlockPerson person={person} />}
      {isReporting && (
        <Report
          subjectType="member"
          subjectId={person.id}
          name={person.displayName}
          onClose={() => setReporting(false)}
        />
      )}
      {isAsking && (
        <Confirm
          title={say('person.deactivate.title', { name: person.displayName })}
          text={say('person.deactivate.text')}
          confirm={say('person.deactivate')}
          onConfirm={deactivate}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
