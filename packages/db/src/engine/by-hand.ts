import type { Migration } from './folder.ts';

/** What migrations made by hand, below a line `-- By hand`: names as they stand in the database. */
export type ByHand = { tables: Set<string>; indexes: Set<string>; columns: Set<string> };

const NAME = String.raw`(?:"?public"?\.)?"?([A-Za-z_][\w$]*)"?`;

/** Reads the names of the tables, indexes and columns (`table.column`) that stand below `-- By hand` in the migrations. */
export function readByHand(migrations: Migration[]): ByHand {
  const found: ByHand = { tables: new Set(), indexes: new Set(), columns: new Set() };
  for (const { sql } of migrations) {
    const start = sql.search(/^-- by hand\b/im);
    if (start < 0) continue;
    const text = sql.slice(start).replace(/--.*$/gm, '');
    for (const [, name] of text.matchAll(
      all(`CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?${NAME}`),
    ))
      found.tables.add(name ?? '');
    for (const [, name] of text.matchAll(
      all(`CREATE (?:UNIQUE )?INDEX (?:CONCURRENTLY )?(?:IF NOT EXISTS )?${NAME}`),
    ))
      found.indexes.add(name ?? '');
    for (const [, table, rest] of text.matchAll(all(`ALTER TABLE (?:ONLY )?${NAME}([^;]*)`))) {
      for (const [, column] of (rest ?? '').matchAll(all(`ADD COLUMN (?:IF NOT EXISTS )?${NAME}`)))
        found.columns.add(`${table}.${column}`);
    }
  }
  return found;
}

/** Takes out of the engine's script what would drop the things made by hand; an empty string when nothing else is left. */
export function keepByHand(script: string, kept: ByHand): string {
  const blocks = script.split(/\n{2,}/).map((block) => {
    const index = block.match(/^DROP INDEX "(?:public"\.")?([^"]+)";?$/m)?.[1];
    if (index && kept.indexes.has(index)) return '';
    const table = block.match(/^ALTER TABLE "([^"]+)" /m)?.[1];
    return table ? keepColumns(block, table, kept) : block;
  });
  return blocks.filter((block) => block.trim() !== '').join('\n\n');
}

function keepColumns(block: string, table: string, kept: ByHand): string {
  const [head = '', body = ''] = split(block, `ALTER TABLE "${table}" `);
  const clauses = body.trim().replace(/;$/, '').split(/,\n/);
  const isKept = (clause: string) => {
    const column = clause.match(/^\s*(?:DROP COLUMN|ALTER COLUMN)\s+"([^"]+)"/)?.[1];
    return column !== undefined && kept.columns.has(`${table}.${column}`);
  };
  const left = clauses.filter((clause) => !isKept(clause));
  if (left.length === clauses.length) return block;
  return left.length === 0 ? '' : `${head}${left.join(',\n')};`;
}

/** Cuts behind the first `mark`. */
function split(text: string, mark: string): [string, string] {
  const end = text.indexOf(mark) + mark.length;
  return [text.slice(0, end), text.slice(end)];
}

function all(pattern: string): RegExp {
  return new RegExp(pattern.replaceAll(' ', String.raw`\s+`), 'gi');
}
