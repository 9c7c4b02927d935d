/** What a procedure says of itself. */
export interface Declared {
  path: string;
  type: string;
  /** `open`, `member` or the name of a permission. */
  permission: string;
  audited: boolean;
  rate: string;
}

interface RouterLike {
  _def: { procedures: object };
}

interface ProcedureLike {
  _def: { type: string; meta?: Partial<Omit<Declared, 'path' | 'type'>> };
}

/** Every procedure of the router, in the order of their paths. Throws for one that declares nothing. */
export function proceduresOf(router: RouterLike): Declared[] {
  return Object.entries(router._def.procedures as Record<string, ProcedureLike>)
    .map(
      ([
        path,
        {
          _def: { type, meta },
        },
      ]) => {
        if (!meta?.permission || !meta.rate) {
          throw new Error(`${path} does not declare who may call it and how often`);
        }
        const { permission, rate, audited = false } = meta;
        return { path, type, permission, rate, audited };
      },
    )
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** The matrix of roles and procedures as a page of the documentation. */
export function describePermissions(
  procedures: readonly Declared[],
  roles: readonly string[],
  permissionsOf: Readonly<Record<string, readonly string[]>>,
): string {
  const may = (role: string, permission: string) =>
    permission === 'open' || permission === 'member' || permissionsOf[role]?.includes(permission);
  const named = [...new Set(roles.flatMap((role) => permissionsOf[role] ?? []))].sort();
  const mark = (yes: boolean | undefined) => (yes ? '✓' : '');
  const sections = [...Map.groupBy(procedures, ({ path }) => path.split('.')[0] ?? '')].map(
    ([domain, own]) => [
      `## ${domain}`,
      '',
      ...table(
        ['procedure', 'kind', 'needs', 'visitor', ...roles, 'audited', 'rate'],
        own.map(({ path, type, permission, audited, rate }) => [
          `\`${path}\``,
          type,
          permission === 'open' || permission === 'member' ? permission : `\`${permission}\``,
          mark(permission === 'open'),
          ...roles.map((role) => mark(may(role, permission))),
          mark(audited),
          rate,
        ]),
      ),
      '',
    ],
  );
  return [
    '# Who may call what',
    '',
    'Written by `pnpm permissions` from the router; a test checks that it is current. What somebody may do to a',
    'particular thing (their own message, a channel they manage) is decided by the policy of its domain on top of this.',
    '',
    '## Permissions by role',
    '',
    ...table(
      ['permission', ...roles],
      named.map((permission) => [
        `\`${permission}\``,
        ...roles.map((role) => mark(may(role, permission))),
      ]),
    ),
    '',
    ...sections.flat(),
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
