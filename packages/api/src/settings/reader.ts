import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Bus } from '../ports/bus.ts';
import type { Log } from '../ports/log.ts';
import { type Settings, type SettingsOutput, settingsDefaults } from './schemas.ts';
import { readTree, type StoredSetting } from './tree.ts';

/** Every organisation's settings, from memory; changes arrive live. */
export interface SettingsReader {
  /** At once when they are in memory. The defaults for no organisation. */
  of(organisationId: string | null): Settings | Promise<Settings>;
  /** Number of changes so far. */
  version(organisationId: string): Promise<number>;
  read(organisationId: string): Promise<SettingsOutput>;
  /** Puts new settings in force on all nodes. Call it after the commit. */
  changed(organisationId: string, now: SettingsOutput): void;
  /** Called with the settings of the organisation whenever they changed here or elsewhere. */
  subscribe(organisationId: string, listener: (now: SettingsOutput) => void): () => void;
  start(): Promise<void>;
  stop(): void;
}

const topic = 'settings';
/** How often versions are compared with the rows, in case a message was lost. */
const compareMs = 15_000;
const notice = z.object({ organisationId: z.string(), version: z.number() });

export function createSettingsReader(ports: { pool: Pool; bus: Bus; log: Log }): SettingsReader {
  const { pool, bus, log } = ports;
  const known = new LRUCache<string, SettingsOutput>({ max: 10_000 });
  const loading = new Map<string, Promise<SettingsOutput>>();
  const listeners = new Map<string, Set<(now: SettingsOutput) => void>>();
  const stops: (() => void)[] = [];

  /** Keeps the newer of two answers, in whatever order they arrive. */
  function keep(organisationId: string, now: SettingsOutput): SettingsOutput {
    const before = known.get(organisationId);
    if (before && before.version >= now.version) return before;
    known.set(organisationId, now);
    if (before) for (const listener of listeners.get(organisationId) ?? []) listener(now);
    return now;
  }

  function load(organisationId: string): Promise<SettingsOutput> {
    const under = loading.get(organisationId);
    if (under) return under;
    const load = loadRows(pool, log, organisationId)
      .then((now) => keep(organisationId, now))
      .finally(() => loading.delete(organisationId));
    loading.set(organisationId, load);
    return load;
  }

  const reload = (organisationId: string) =>
    void load(organisationId).catch((error: unknown) => {
      log.warn({ err: error, organisationId }, 'settings could not be read; trying again');
    });

  function hear(text: string): void {
    const { organisationId, version } = notice.parse(JSON.parse(text));
    const before = known.peek(organisationId);
    if (!before || before.version >= version) return;
    // A reading under way may have begun before the change.
    const under = loading.get(organisationId);
    if (under)
      void under.then(
        () => hear(text),
        () => {},
      );
    else reload(organisationId);
  }

  async function compare(): Promise<void> {
    if (known.size === 0) return;
    const { rows } = await pool.query<{ organisationId: string; version: number }>({
      name: 'settings-versions',
      text: `SELECT organisation_id AS "organisationId", sum(version)::int AS version
               FROM setting WHERE organisation_id = ANY($1::uuid[]) GROUP BY 1`,
      values: [[...known.keys()]],
    });
    for (const { organisationId, version } of rows) {
      if (version > (known.peek(organisationId)?.version ?? version)) reload(organisationId);
    }
  }
  const compareQuietly = () =>
    void compare().catch((error: unknown) => {
      log.warn({ err: error }, 'settings could not be compared; trying again');
    });

  return {
    of(organisationId) {
      if (organisationId === null) return settingsDefaults;
      return known.get(organisationId)?.values ?? load(organisationId).then(({ values }) => values);
    },
    async version(organisationId) {
      return (known.get(organisationId) ?? (await load(organisationId))).version;
    },
    async read(organisationId) {
      return known.get(organisationId) ?? load(organisationId);
    },
    changed(organisationId, now) {
      // Whoever follows hears of a change only if something was in force before it.
      if (!known.has(organisationId)) known.set(organisationId, { ...now, version: -1 });
      keep(organisationId, now);
      bus.publish(topic, JSON.stringify({ organisationId, version: now.version }));
    },
    subscribe(organisationId, listener) {
      const set = listeners.get(organisationId) ?? new Set();
      listeners.set(organisationId, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0 && listeners.get(organisationId) === set) {
          listeners.delete(organisationId);
        }
      };
    },
    async start() {
      stops.push(await bus.subscribe(topic, hear), bus.onReconnect(compareQuietly));
      const timer = setInterval(compareQuietly, compareMs);
      timer.unref();
      stops.push(() => clearInterval(timer));
    },
    stop() {
      for (const stop of stops.splice(0)) stop();
    },
  };
}

async function loadRows(pool: Pool, log: Log, organisationId: string): Promise<SettingsOutput> {
  const { rows } = await pool.query<StoredSetting>({
    name: 'settings-load',
    text: 'SELECT path, value, version FROM setting WHERE organisation_id = $1',
    values: [organisationId],
  });
  return readTree(rows, (path) =>
    log.warn({ organisationId, path }, 'a stored setting no longer fits; its default is in force'),
  );
}
