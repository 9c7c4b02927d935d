import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Checkpoint, lastCheckpoint } from '../packages/api/src/audit/checkpoint.ts';
import { type Finding, verifyExport, type Why } from '../packages/api/src/audit/offline.ts';
import { verifyChain } from '../packages/api/src/audit/verify.ts';
import { connect } from '../packages/db/src/connect.ts';
import { startEmbedded } from '../packages/db/src/embedded.ts';

/**
 * `audit:verify FILE [--key PUBLICKEY]`: whether an exported audit log is what a server signed; needs
 * neither server nor database. `audit:verify --database [--key PUBLICKEY]`: whether every organisation's chain in the
 * database of DATABASE_URL, or the built-in one in DATA_DIR, is whole. Exit code 1 when it is not.
 */

const usage =
  'audit:verify FILE [--key PUBLICKEY]   an exported log (JSON lines)\naudit:verify --database [--key PUBLICKEY]   the chains in the database';

const reasons: Record<Why, string> = {
  line: 'is not as an export writes it',
  changed: 'was changed',
  missing: 'is missing, or something else is in its place',
  signature: 'the signature does not fit: header, signature or lines of this part were changed',
  key: 'the file is signed with another key',
  cut: 'the file ends too early',
};

// pnpm runs scripts in the repository's folder; a path is meant from where the person stands.
const { DATABASE_URL, DATA_DIR = './data', INIT_CWD = '.' } = process.env;

async function verifyFile(path: string, key: string | undefined): Promise<boolean> {
  const finding = await verifyExport(
    createReadStream(resolve(INIT_CWD, path)),
    key === undefined ? {} : { publicKey: key.toLowerCase() },
  );
  console.log(finding.ok ? praise(finding, key) : complaint(finding));
  return finding.ok;
}

function praise({ header, entries, withheld, lastHash }: Finding & { ok: true }, key?: string) {
  const { organisationId, after, until, filters, publicKey } = header;
  const lines = [
    `Whole: ${entries} entries of organisation ${organisationId}, positions ${after + 1} to ${until}.`,
    `Filters: ${Object.keys(filters).length > 0 ? JSON.stringify(filters) : 'none'}.`,
    `Hash of the last entry: ${lastHash ?? 'none'}`,
  ];
  if (withheld > 0)
    lines.push(`${withheld} entries are about who exported: the file has only their hashes.`);
  if (key === undefined)
    lines.push(`Signed with ${publicKey}: compare it with the key that the server names (--key).`);
  return lines.join('\n');
}

const complaint = ({ line, position, why }: Finding & { ok: false }) =>
  position === null
    ? `Broken at line ${line}: ${reasons[why]}.`
    : `Broken at entry ${position} (line ${line}): ${reasons[why]}.`;

const removal = ({ position, at, publicKey }: Checkpoint) =>
  `; entries up to ${position}, of ${at.toISOString()}, were removed by policy (checkpoint signed with ${publicKey})`;

async function verifyDatabase(key: string | undefined): Promise<boolean> {
  const { url, stop } = DATABASE_URL
    ? { url: DATABASE_URL, stop: async () => undefined }
    : await startEmbedded({ dataDir: resolve(INIT_CWD, DATA_DIR) });
  const database = connect({ url, poolSize: 1 });
  try {
    const organisations = await database.prisma.organisation.findMany({
      select: { id: true, name: true },
      orderBy: { id: 'asc' },
    });
    let isWhole = true;
    for (const { id, name } of organisations) {
      const { prisma: db, pool } = database;
      const publicKey = key?.toLowerCase();
      const broken = await verifyChain({ db, pool }, id, publicKey ? { publicKey } : {});
      if (broken !== null) isWhole = false;
      const removed = await lastCheckpoint(pool, id);
      console.log(
        `${name} (${id}): ${broken === null ? 'whole' : `broken at entry ${broken}`}${removed ? removal(removed) : ''}`,
      );
    }
    return isWhole;
  } finally {
    await database.close();
    await stop();
  }
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { key: { type: 'string' }, database: { type: 'boolean' } },
  });
  const [path] = positionals;
  if (values.database ? path !== undefined : path === undefined) throw new Error(usage);
  const isWhole =
    path === undefined ? await verifyDatabase(values.key) : await verifyFile(path, values.key);
  process.exitCode = isWhole ? 0 : 1;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
