import type { Notification } from './schemas.ts';

export type Language = 'es' | 'en';

/** What a notice says outside the product, in one line; the text of a message comes after it. */
export function lineOf(language: Language, notice: Notification): string {
  const say = words[language];
  switch (notice.kind) {
    case 'mention':
    case 'directMessage':
    case 'threadReply':
    case 'channelInvite': {
      const { authorName: who = say.someone, channelName: where = say.somewhere } =
        notice.about ?? {};
      const calls = notice.kind === 'mention' && notice.params.called !== 'name';
      return say[calls ? 'call' : notice.kind](who, where);
    }
    default:
      return (say.other as Partial<Record<Notification['kind'], string>>)[notice.kind] ?? say.news;
  }
}

/** The place in the product that a notice is about. */
export function placeOf(publicUrl: string, notice: Notification): string {
  switch (notice.kind) {
    case 'mention':
    case 'directMessage':
    case 'threadReply': {
      const { params, about } = notice;
      const threadId = 'threadId' in params ? params.threadId : null;
      const search = new URLSearchParams({
        ...(about?.seq ? { m: String(about.seq) } : {}),
        ...(threadId ? { t: threadId } : {}),
      });
      return `${publicUrl}/c/${params.channelId}${search.size > 0 ? `?${search}` : ''}`;
    }
    case 'channelInvite':
    case 'channelIdle':
    case 'channelArchived':
      return `${publicUrl}/c/${notice.params.channelId}`;
    case 'alert':
      return `${publicUrl}/console`;
    case 'caseAssigned':
    case 'caseEscalated':
      return `${publicUrl}/console/queue?case=${notice.params.caseId}`;
    default:
      return `${publicUrl}/notices`;
  }
}

/** Channels that a push of several notices names. */
const mostNamed = 5;

/** What several notices say in one: how many there are, and where. */
export function together(
  language: Language,
  publicUrl: string,
  notices: readonly Notification[],
): { title: string; body: string; url: string } {
  const places = new Map(
    notices.flatMap((notice) =>
      'about' in notice ? [[notice.params.channelId, notice.about?.channelName ?? '']] : [],
    ),
  );
  const [only] = places.keys();
  const isOfChannels = notices.every((notice) => 'about' in notice);
  return {
    title: words[language].together(notices.length, isOfChannels ? places.size : 0),
    body: [...places.values()].slice(0, mostNamed).join(', '),
    url: isOfChannels && only && places.size === 1 ? `${publicUrl}/c/${only}` : `${publicUrl}/`,
  };
}

const words = {
  es: {
    someone: 'Alguien',
    somewhere: 'un canal',
    mention: (who: string, where: string) => `${who} te ha mencionado en ${where}`,
    call: (who: string, where: string) => `${who} ha llamado a todo el canal ${where}`,
    directMessage: (who: string, _where: string) => `${who} te ha escrito`,
    threadReply: (who: string, where: string) => `${who} ha respondido en un hilo de ${where}`,
    channelInvite: (who: string, where: string) => `${who} te ha añadido al canal ${where}`,
    together: (count: number, places: number) =>
      places === 0
        ? `Tienes ${count} novedades`
        : `${count} novedades en ${places} ${places === 1 ? 'conversación' : 'conversaciones'}`,
    news: 'Hay algo nuevo para ti',
    other: {
      sanction: 'Moderación ha tomado una decisión que te afecta',
      sanctionLifted: 'Una decisión de moderación que te afectaba ya no está en vigor',
      flagReceived: 'Hemos recibido tu aviso',
      flagOutcome: 'Hay respuesta a tu aviso',
      channelIdle: 'Un canal tuyo se archivará si nadie escribe en él',
      channelArchived: 'Un canal tuyo se ha archivado por falta de actividad',
      alert: 'Una alerta espera a que alguien la atienda',
      caseAssigned: 'Se te ha asignado un caso',
      caseEscalated: 'Se ha escalado un caso a administración',
    },
  },
  en: {
    someone: 'Somebody',
    somewhere: 'a channel',
    mention: (who: string, where: string) => `${who} mentioned you in ${where}`,
    call: (who: string, where: string) => `${who} called everyone in ${where}`,
    directMessage: (who: string, _where: string) => `${who} wrote to you`,
    threadReply: (who: string, where: string) => `${who} replied in a thread in ${where}`,
    channelInvite: (who: string, where: string) => `${who} added you to ${where}`,
    together: (count: number, places: number) =>
      places === 0
        ? `${count} things are new for you`
        : `${count} new in ${places} ${places === 1 ? 'conversation' : 'conversations'}`,
    news: 'There is something new for you',
    other: {
      sanction: 'Moderators have taken a decision that affects you',
      sanctionLifted: 'A moderation decision about you is no longer in force',
      flagReceived: 'We have received your report',
      flagOutcome: 'There is an answer to your report',
      channelIdle: 'A channel of yours will be archived unless somebody writes in it',
      channelArchived: 'A channel of yours was archived for lack of activity',
      alert: 'An alert is waiting for somebody',
      caseAssigned: 'A case was assigned to you',
      caseEscalated: 'A case was escalated to administrators',
    },
  },
} as const;
