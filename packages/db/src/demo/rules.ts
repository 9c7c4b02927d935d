import type { Community } from './community.ts';
import { idAt } from './identifiers.ts';
import type { Random } from './random.ts';
import type { TableRows } from './rows.ts';

interface DemoRule {
  name: string;
  kind: 'words' | 'links' | 'flood' | 'duplicates';
  config: object;
  outcome: 'flag' | 'hold' | 'block';
  policy: string;
  severity: number;
}

/** A few rules of the automatic filter, so that there is something to try. */
const demoRules: readonly DemoRule[] = [
  {
    name: 'Dinero fácil',
    kind: 'words',
    config: {
      words: [
        'dinero fácil',
        'gana dinero sin salir de casa',
        'easy money',
        'inversión garantizada',
      ],
      except: [],
    },
    outcome: 'hold',
    policy: 'spam',
    severity: 2,
  },
  {
    name: 'Insultos',
    kind: 'words',
    config: { words: ['gilipollas', 'imbécil*', 'hijo de puta', 'asshole'], except: [] },
    outcome: 'flag',
    policy: 'harassment',
    severity: 2,
  },
  {
    name: 'Ráfagas de mensajes',
    kind: 'flood',
    config: { count: 40, seconds: 20 },
    outcome: 'block',
    policy: 'spam',
    severity: 1,
  },
  {
    name: 'El mismo texto una y otra vez',
    kind: 'duplicates',
    config: { count: 4, minutes: 10, everyone: false },
    outcome: 'flag',
    policy: 'spam',
    severity: 1,
  },
];

/** Made by an administrator a while after the organisation began. */
export function ruleRows(community: Community, random: Random): TableRows {
  const at = new Date(community.createdAt.getTime() + 24 * 3_600_000);
  const owner = community.people.find(({ role }) => role === 'admin' || role === 'superadmin');
  return {
    table: 'moderation_rule',
    columns: {
      id: 'uuid',
      organisation_id: 'uuid',
      name: 'text',
      kind: '"RuleKind"',
      config: 'jsonb',
      outcome: '"RuleOutcome"',
      policy: '"Policy"',
      severity: 'integer',
      owner_id: 'uuid',
      created_at: 'timestamptz',
      updated_at: 'timestamptz',
    },
    rows: demoRules.map((rule) => ({
      ...rule,
      id: idAt(at, random),
      organisation_id: community.id,
      owner_id: owner?.id,
      created_at: at,
      updated_at: at,
    })),
  };
}
