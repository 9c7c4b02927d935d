import type { Mail } from '../ports/mail.ts';
import { type Language, lineOf, placeOf } from './outside-words.ts';
import type { Notification } from './schemas.ts';

/** Notices that one mail tells in full; of the others it says how many there are. */
const mostInMail = 20;

interface Ways {
  publicUrl: string;
  unsubscribeUrl: string;
}

/** One mail for all that a person was not told yet. */
export function noticesMail(
  language: Language,
  notices: readonly Notification[],
  { publicUrl, unsubscribeUrl }: Ways,
): Omit<Mail, 'to'> {
  const say = words[language];
  const [first] = notices;
  const lines = notices.slice(0, mostInMail).map((notice) => {
    const excerpt = 'about' in notice ? notice.about?.excerpt : null;
    const quoted = excerpt ? `\n${excerpt.replace(/^/gm, '    ')}` : '';
    return `${lineOf(language, notice)}${quoted}\n${placeOf(publicUrl, notice)}`;
  });
  const more = notices.length - lines.length;
  if (more > 0) lines.push(say.more(more));
  return {
    subject: first && notices.length === 1 ? lineOf(language, first) : say.subject(notices.length),
    text: `${[...lines, say.foot(publicUrl, unsubscribeUrl)].join('\n\n')}\n`,
    unsubscribeUrl,
  };
}

/** What is unread, once a day. */
export interface Summary {
  notices: number;
  channels: readonly { name: string; unread: number; mentions: number }[];
}

export function digestMail(
  language: Language,
  { notices, channels }: Summary,
  { publicUrl, unsubscribeUrl }: Ways,
): Omit<Mail, 'to'> {
  const say = words[language];
  const lines = [
    ...(notices > 0 ? [say.unreadNotices(notices)] : []),
    ...channels.map(({ name, unread, mentions }) => say.unreadIn(name, unread, mentions)),
  ];
  return {
    subject: say.digest,
    text: `${lines.join('\n')}\n\n${publicUrl}\n\n${say.foot(publicUrl, unsubscribeUrl)}\n`,
    unsubscribeUrl,
  };
}

const words = {
  es: {
    subject: (count: number) => `Tienes ${count} novedades en Atalaya`,
    more: (count: number) => `Y ${count} más.`,
    digest: 'Tu resumen del día en Atalaya',
    unreadNotices: (count: number) => `Avisos sin leer: ${count}`,
    unreadIn: (name: string, unread: number, mentions: number) =>
      `${name}: ${unread} sin leer${mentions > 0 ? `, ${mentions} te mencionan` : ''}`,
    foot: (url: string, off: string) =>
      `--\nDejar de recibir estos correos: ${off}\nTus preferencias: ${url}/me`,
  },
  en: {
    subject: (count: number) => `${count} things are new for you in Atalaya`,
    more: (count: number) => `And ${count} more.`,
    digest: 'Your day in Atalaya',
    unreadNotices: (count: number) => `Unread notices: ${count}`,
    unreadIn: (name: string, unread: number, mentions: number) =>
      `${name}: ${unread} unread${mentions > 0 ? `, ${mentions} mention you` : ''}`,
    foot: (url: string, off: string) => `--\nStop these mails: ${off}\nYour preferences: ${url}/me`,
  },
} as const;
