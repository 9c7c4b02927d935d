import type { CaseDetail, EvidenceContent } from '@atalaya/api/types';
import { Changes } from '@atalaya/ui/changes';
import { fullStamp, relative } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { Avatar } from '@atalaya/ui/pieces';
import { useStore } from '@atalaya/ui/state';
import { Button } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { api } from '../app/atalaya.ts';
import { isDelicate } from './delicate.ts';
import styles from './evidence.module.css';
import { EvidenceFiles } from './evidence-files.tsx';
import { EvidencePreviews } from './evidence-previews.tsx';
import { evidence } from './evidence-view.ts';
import { MoreButton, useRest } from './rest.tsx';

/** Messages of the context that are there without asking. */
const closeBy = 2;

type Kept = CaseDetail['evidence'][number];
type FrozenMessage = Extract<EvidenceContent, { type: 'message' }>['message'];

/** What was flagged as it was then, in its context. Delicate things are veiled until one wants to see. */
export function Evidence({ detail }: { detail: CaseDetail }) {
  const say = useSay();
  const isOpen = useStore(evidence);
  const [newest] = detail.evidence.toSorted(
    (a, b) => b.createdAt.getTime() - a.createdAt.getTime(),
  );
  if (!newest) return null;
  const isVeiled = isDelicate(detail.policy) && !isOpen;
  return (
    <section className={styles.evidence}>
      <h3 className={styles.title}>
        {say('case.evidence')}
        <time
          dateTime={newest.createdAt.toISOString()}
          title={fullStamp(say.locale, newest.createdAt)}
        >
          {say('case.evidence.taken', { when: relative(say.locale, newest.createdAt) })}
        </time>
      </h3>
      {isVeiled ? (
        <div className={styles.veil}>
          <IconEyeOff size={22} stroke={1.5} aria-hidden />
          <span>{say('case.evidence.hidden')}</span>
          <Button variant="default" size="compact-sm" onClick={evidence.toggle}>
            {say('case.evidence.reveal')}
          </Button>
        </div>
      ) : (
        <Content content={inContext(newest, detail.evidence)} isOpen={isOpen} />
      )}
      {!isVeiled && (newest.content.type === 'message' || isDelicate(detail.policy)) && (
        <Button variant="subtle" size="compact-sm" mt={6} onClick={evidence.toggle}>
          {say(
            isOpen
              ? isDelicate(detail.policy)
                ? 'case.evidence.conceal'
                : 'case.evidence.less'
              : 'case.evidence.more',
          )}
        </Button>
      )}
      {!isVeiled && <Earlier detail={detail} newest={newest} />}
    </section>
  );
}

/** With what surrounded it: edits soon after each other share that of one of them. */
function inContext({ content, contextId }: Kept, all: readonly Kept[]): EvidenceContent {
  const shared = all.find(({ id }) => id === contextId)?.content;
  if (content.type === 'message' && shared?.type === 'message') {
    return { ...content, before: shared.before, after: shared.after };
  }
  return content.type === 'channel' && shared?.type === 'channel'
    ? { ...content, messages: shared.messages }
    : content;
}

/** What it was before, as it was kept then; the latest first. */
function Earlier({ detail, newest }: { detail: CaseDetail; newest: Kept }) {
  const say = useSay();
  const caseId = detail.id;
  const rest = useRest({
    caseId,
    kind: 'evidence',
    cursor: detail.more.evidence,
    read: (cursor) => api.moderation.cases.evidence.query({ caseId, cursor }),
  });
  const count = detail.counts.evidence - 1;
  if (count < 1) return null;
  const known = new Map([...detail.evidence, ...rest.items].map((one) => [one.id, one]));
  known.delete(newest.id);
  const earlier = [...known.values()].toSorted(
    (a, b) => b.createdAt.getTime() - a.createdAt.getTime(),
  );
  return (
    <div className={styles.revisions}>
      <h4>{say('case.evidence.earlier', { count })}</h4>
      {earlier.map(({ id, createdAt, content }) => (
        <p key={id}>
          <time dateTime={createdAt.toISOString()}>{relative(say.locale, createdAt)}</time>
          <span>{content.text}</span>
        </p>
      ))}
      <MoreButton rest={rest} />
    </div>
  );
}

function Content({ content, isOpen }: { content: EvidenceContent; isOpen: boolean }) {
  const say = useSay();
  if (content.type === 'member') {
    const { member } = content;
    return (
      <div className={styles.profile}>
        <Avatar id={member.id} name={member.displayName} size={40} />
        <div>
          <strong>{member.displayName}</strong> <span>@{member.username}</span>
          {member.statusText && <p>{member.statusText}</p>}
          {member.bio && <p>{member.bio}</p>}
        </div>
      </div>
    );
  }
  if (content.type === 'channel') {
    const { channel, messages } = content;
    return (
      <>
        <p className={styles.channel}>
          <strong>{channel.type === 'direct' ? say('case.direct') : `# ${channel.name}`}</strong>
          {channel.topic && <span>{channel.topic}</span>}
          <span>{say('case.evidence.members', { count: channel.memberCount })}</span>
        </p>
        <ol className={styles.messages} aria-label={say('case.evidence.messages')}>
          {messages.map((message) => (
            <Message key={message.id} message={message} />
          ))}
        </ol>
      </>
    );
  }
  const before = isOpen ? content.before : content.before.slice(-closeBy);
  const after = isOpen ? content.after : content.after.slice(0, closeBy);
  return (
    <>
      <ol className={styles.messages}>
        {before.map((message) => (
          <Message key={message.id} message={message} />
        ))}
        <Message message={content.message} isSubject />
        {after.map((message) => (
          <Message key={message.id} message={message} />
        ))}
      </ol>
      <Edits content={content} />
    </>
  );
}

/** The texts of a message in order, each with what changed from the one before. */
function Edits({ content }: { content: Extract<EvidenceContent, { type: 'message' }> }) {
  const say = useSay();
  const { message, revisions } = content;
  if (revisions.length === 0) return null;
  const texts = revisions.map((one) => one.content);
  // A deleted message says nothing any more.
  if (!message.deletedAt) texts.push(message.content);
  return (
    <div className={styles.revisions}>
      <h4>{say('case.evidence.edited')}</h4>
      {texts.map((text, index) => {
        const before = texts[index - 1];
        // A text stood from the edit before it.
        const since = revisions[index - 1]?.at;
        return (
          <p key={since?.toISOString() ?? 'first'}>
            {since ? (
              <time dateTime={since.toISOString()} title={fullStamp(say.locale, since)}>
                {relative(say.locale, since)}
              </time>
            ) : (
              <span className={styles.first}>{say('case.evidence.first')}</span>
            )}
            <span>{before === undefined ? text : <Changes before={before} after={text} />}</span>
          </p>
        );
      })}
    </div>
  );
}

function Message({ message, isSubject = false }: { message: FrozenMessage; isSubject?: boolean }) {
  const say = useSay();
  return (
    <li className={styles.message} data-subject={isSubject || undefined}>
      <Avatar id={message.author.id} name={message.author.displayName} size={26} />
      <div className={styles.body}>
        <p className={styles.by}>
          <strong>{message.author.displayName}</strong>
          <time
            dateTime={message.createdAt.toISOString()}
            title={fullStamp(say.locale, message.createdAt)}
          >
            {relative(say.locale, message.createdAt)}
          </time>
          {message.editedAt && <span>{say('message.edited')}</span>}
          {message.deletedAt && <span>{say('case.evidence.deleted')}</span>}
        </p>
        {message.content !== '' && <p className={styles.text}>{message.content}</p>}
        {message.files && message.files.length > 0 && (
          <EvidenceFiles files={message.files} isSubject={isSubject} />
        )}
        {message.previews && message.previews.length > 0 && (
          <EvidencePreviews previews={message.previews} />
        )}
      </div>
    </li>
  );
}
