import type { Community } from './community.ts';
import { hour, minute } from './conversation.ts';
import { idAt } from './identifiers.ts';
import type { Random } from './random.ts';
import type { TableRows } from './rows.ts';

interface DemoTalk {
  between: readonly [string, string];
  hoursAgo: number;
  /** The first of the two begins, and each says the next. */
  lines: readonly string[];
}

/** What some people wrote to each other alone, by organisation. */
const talks: Readonly<Record<string, readonly DemoTalk[]>> = {
  'faro-norte': [
    {
      between: ['fermin', 'ana'],
      hoursAgo: 50,
      lines: [
        'Ana, ¿me guardas el motor en el taller hasta el lunes?',
        'Claro, déjalo junto al banco y ponle tu nombre.',
        'Hecho. Te debo un café.',
      ],
    },
    {
      between: ['ana', 'ines'],
      hoursAgo: 27,
      lines: [
        '¿A qué hora sale el muestreo de mañana?',
        'A las siete, si no entra niebla. Te aviso la noche antes.',
      ],
    },
    {
      between: ['gloria', 'bruno'],
      hoursAgo: 22,
      lines: [
        '¿Puedes cubrir tú la ronda del viernes?',
        'Sí, pero entro a las once.',
        'Perfecto, yo estoy hasta entonces.',
      ],
    },
  ],
};

interface Said {
  id: string;
  channel_id: string;
  seq: number;
  author_id: string;
  client_id: string;
  content: string;
  created_at: Date;
}

/** The rows of what people of a community wrote to each other alone. */
export function directRows(community: Community, random: Random, now: Date): TableRows[] {
  const { organisation, people } = community;
  const idOf = (username: string) => people.find((one) => one.username === username)?.id ?? '';
  const made = (talks[organisation.slug] ?? []).map(({ between, hoursAgo, lines }) => {
    const createdAt = new Date(now.getTime() - hoursAgo * hour);
    const id = idAt(createdAt, random);
    const both = between.map(idOf);
    const said = lines.map((content, index): Said => {
      const at = new Date(createdAt.getTime() + (index + 1) * 4 * minute);
      const messageId = idAt(at, random);
      const author = both[index % 2] ?? '';
      return {
        id: messageId,
        channel_id: id,
        seq: index + 1,
        author_id: author,
        client_id: messageId,
        content,
        created_at: at,
      };
    });
    return { id, createdAt, both, said };
  });
  return [
    {
      table: 'channel',
      columns: {
        id: 'uuid',
        organisation_id: 'uuid',
        type: '"ChannelType"',
        name: 'text',
        created_by_id: 'uuid',
        created_at: 'timestamptz',
        last_seq: 'int',
        last_message_at: 'timestamptz',
        member_count: 'int',
        direct_key: 'text',
      },
      rows: made.map(({ id, createdAt, both, said }) => ({
        id,
        organisation_id: community.id,
        type: 'direct',
        name: '',
        created_by_id: both[0],
        created_at: createdAt,
        last_seq: said.length,
        last_message_at: said.at(-1)?.created_at,
        member_count: both.length,
        direct_key: both.toSorted().join(':'),
      })),
    },
    {
      table: 'channel_member',
      columns: {
        channel_id: 'uuid',
        member_id: 'uuid',
        joined_at: 'timestamptz',
        last_read_seq: 'int',
        seen_seq: 'int',
      },
      rows: made.flatMap(({ id, createdAt, both, said }) =>
        both.map((memberId) => ({
          channel_id: id,
          member_id: memberId,
          joined_at: createdAt,
          last_read_seq: said.length,
          seen_seq: said.length,
        })),
      ),
    },
    {
      table: 'message',
      columns: {
        id: 'uuid',
        channel_id: 'uuid',
        seq: 'int',
        author_id: 'uuid',
        client_id: 'text',
        content: 'text',
        created_at: 'timestamptz',
      },
      rows: made.flatMap(({ said }) => said),
    },
  ];
}
