import type { RouterOutputs } from '@atalaya/api/types';
import { fullStamp, shortDate } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { Avatar } from '@atalaya/ui/pieces';
import { IconPaperclip } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { channelSign } from '../chat/channel-sign.ts';
import styles from './search-result.module.css';

export type SearchItem = RouterOutputs['chat']['search']['items'][number];

interface SearchResultProps {
  item: SearchItem;
  /** The one that Tab stops at. */
  isStop: boolean;
  onOpen: () => void;
}

/** A message that was found: who, where, when, and the piece with the words. */
export function SearchResult({ item, isStop, onOpen }: SearchResultProps) {
  const say = useSay();
  const { message, channel } = item;
  const { author, createdAt } = message;
  const Icon = channelSign(channel.type);
  return (
    <li>
      <Link
        to="/c/$channelId"
        params={{ channelId: channel.id }}
        search={{ ...(message.threadId ? { t: message.threadId } : {}), m: String(message.seq) }}
        className={styles.result}
        data-rove
        data-result={message.id}
        tabIndex={isStop ? 0 : -1}
        onClick={onOpen}
      >
        <Avatar id={author.id} name={author.displayName} size={32} />
        <span className={styles.body}>
          <span className={styles.head}>
            <span className={styles.author}>{author.displayName}</span>
            <span className={styles.channel}>
              <Icon size={13} stroke={1.7} aria-hidden />
              <span>{channel.name}</span>
            </span>
            <time
              className={styles.when}
              dateTime={createdAt.toISOString()}
              title={fullStamp(say.locale, createdAt)}
            >
              {shortDate(say.locale, createdAt)}
            </time>
          </span>
          <span className={styles.excerpt}>
            {message.type !== 'text' && (
              <IconPaperclip
                size={14}
                stroke={1.7}
                className={styles.file}
                role="img"
                aria-label={say('search.file')}
              />
            )}
            {marked(item.excerpt)}
          </span>
        </span>
      </Link>
    </li>
  );
}

/** The piece of text with what was found in it. */
function marked({ text, marks, isCutBefore, isCutAfter }: SearchItem['excerpt']): ReactNode {
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const [from, to] of marks) {
    pieces.push(plain(text.slice(at, from)), <mark key={from}>{text.slice(from, to)}</mark>);
    at = to;
  }
  return (
    <>
      {isCutBefore && '… '}
      {pieces}
      {plain(text.slice(at))}
      {isCutAfter && ' …'}
    </>
  );
}

/** Without the signs of Markdown that only give words a look. */
const plain = (text: string) => text.replace(/\*\*|~~|`+/g, '');
