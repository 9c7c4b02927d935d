import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import type { Bus } from '../../ports/bus.ts';
import type { Log } from '../../ports/log.ts';
import { hostOf } from './links.ts';
import { type ActiveRule, RuleSet } from './rule-set.ts';
import { ruleDefinition } from './schemas.ts';

const topic = 'moderation.rules';
/** How often rules are compared with the rows, in case a message was lost. */
const compareMs = 15_000;

interface Known {
  rules: RuleSet;
  /** Changes when any rule is made, changed or deleted. */
  mark: string;
}

interface Needs {
  pool: Pool;
  bus: Bus;
  log: Log;
  publicUrl: string;
}

/** Every organisation's rules, compiled and in memory; changes arrive live. */
export class RulesReader {
  readonly #ports: Needs;
  readonly #known = new LRUCache<string, Known>({ max: 1_000 });
  readonly #loading = new Map<string, Promise<Known>>();
  readonly #stops: (() => void)[] = [];
  readonly #ownHosts: string[];

  constructor(ports: Needs) {
    this.#ports = ports;
    const own = hostOf(ports.publicUrl);
    this.#ownHosts = own ? [own] : [];
  }

  /** At once when they are in memory. */
  of(organisationId: string): RuleSet | Promise<RuleSet> {
    return (
      this.#known.get(organisationId)?.rules ??
      this.#load(organisationId).then(({ rules }) => rules)
    );
  }

  /** The rules in force with others beside them, or the others alone: for trying a draft. */
  async with(
    organisationId: string,
    { drafts, alone }: { drafts: readonly ActiveRule[]; alone: boolean },
  ): Promise<RuleSet> {
    const active = alone ? [] : await this.#read(organisationId);
    return new RuleSet([...active, ...drafts], this.#ownHosts);
  }

  /** Puts new rules in force on all nodes. Call it after the commit; resolves when they hold here. */
  async changed(organisationId: string): Promise<void> {
    this.#ports.bus.publish(topic, organisationId);
    await this.#reload(organisationId);
  }

  async start(): Promise<void> {
    const { bus } = this.#ports;
    this.#stops.push(
      await bus.subscribe(topic, (organisationId) => {
        const used = this.#known.has(organisationId) || this.#loading.has(organisationId);
        if (used) void this.#reload(organisationId);
      }),
      bus.onReconnect(() => this.#compareQuietly()),
    );
    const timer = setInterval(() => this.#compareQuietly(), compareMs);
    timer.unref();
    this.#stops.push(() => clearInterval(timer));
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  /** The old rules hold until the new ones are ready. A reading that began before is not enough. */
  async #reload(organisationId: string): Promise<void> {
    try {
      await this.#loading.get(organisationId)?.catch(() => {});
      await this.#load(organisationId);
    } catch (error) {
      // Whoever writes next waits for them.
      this.#known.delete(organisationId);
      this.#ports.log.warn({ err: error, organisationId }, 'rules could not be read');
    }
  }

  #load(organisationId: string): Promise<Known> {
    const under = this.#loading.get(organisationId);
    if (under) return under;
    const load = this.#compile(organisationId).finally(() => this.#loading.delete(organisationId));
    this.#loading.set(organisationId, load);
    return load;
  }

  async #compile(organisationId: string): Promise<Known> {
    // The mark first: what changes after it was read is found when marks are compared.
    const mark = (await this.#marks([organisationId])).get(organisationId) ?? noRules;
    const known = this.#known.peek(organisationId);
    if (known?.mark === mark) return known;
    const rules = new RuleSet(await this.#read(organisationId), this.#ownHosts, ({ id }) =>
      this.#unfit(organisationId, id),
    );
    const now = { rules, mark };
    this.#known.set(organisationId, now);
    return now;
  }

  async #read(organisationId: string): Promise<ActiveRule[]> {
    const { rows } = await this.#ports.pool.query<
      Omit<ActiveRule, 'kind' | 'config'> & { id: string; kind: string; config: unknown }
    >({
      name: 'rules-load',
      text: `SELECT id, name, kind::text AS kind, config, outcome, policy, severity,
                    channel_ids AS "channelIds"
               FROM moderation_rule WHERE organisation_id = $1 AND enabled ORDER BY name, id`,
      values: [organisationId],
    });
    return rows.flatMap(({ kind, config, ...rest }) => {
      const definition = ruleDefinition.safeParse({ kind, config });
      if (definition.success) return [{ ...rest, ...definition.data }];
      this.#unfit(organisationId, rest.id);
      return [];
    });
  }

  async #marks(organisationIds: readonly string[]): Promise<Map<string, string>> {
    const { rows } = await this.#ports.pool.query<{ organisationId: string; mark: string }>({
      name: 'rules-marks',
      text: `SELECT organisation_id AS "organisationId",
                    concat(count(*), '/', sum(version), '/', max(updated_at), '/', max(id::text))
                      AS mark
               FROM moderation_rule WHERE organisation_id = ANY($1::uuid[]) GROUP BY 1`,
      values: [organisationIds],
    });
    return new Map(rows.map(({ organisationId, mark }) => [organisationId, mark]));
  }

  #compareQuietly(): void {
    void this.#compare().catch((error: unknown) => {
      this.#ports.log.warn({ err: error }, 'rules could not be compared; trying again');
    });
  }

  async #compare(): Promise<void> {
    const known = [...this.#known.entries()];
    if (known.length === 0) return;
    const marks = await this.#marks(known.map(([organisationId]) => organisationId));
    for (const [organisationId, { mark }] of known) {
      if ((marks.get(organisationId) ?? noRules) !== mark) void this.#reload(organisationId);
    }
  }

  #unfit(organisationId: string, ruleId: string | null): void {
    this.#ports.log.warn({ organisationId, ruleId }, 'a rule cannot be used; it is passed over');
  }
}

const noRules = '';
