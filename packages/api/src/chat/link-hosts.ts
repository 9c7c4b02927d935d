import type { Clock } from '../ports/clock.ts';
import type { NoPage, PageAnswer } from '../ports/pages.ts';

/** Pages of one host that this process asks for at once. */
const perHost = 2;
/** After so many bad answers in a row a host is left alone: first for a minute, each time twice as long. */
const patience = 3;
const minuteMs = 60_000;
const rest = { first: minuteMs, most: 60 * minuteMs };
/** An answer that took so long keeps others waiting, too. */
const slowMs = 3_000;
/** Hosts that are remembered: strangers name them. */
const mostHosts = 2_000;

/** Answers after which a page may be there another time. */
export const passing: readonly NoPage[] = ['busy', 'late', 'unreachable'];

interface Host {
  underWay: number;
  /** Bad answers in a row. */
  bad: number;
  restsUntil: number;
  /** How often it had to rest since its last good answer. */
  rests: number;
}

/**
 * Keeps slow hosts from holding up the previews of the others: few reads of each at once, and none for a while
 * after bad answers. In memory: every process guards its own workers, and finds out again after a start.
 */
export class LinkHosts {
  readonly #clock: Clock;
  readonly #hosts = new Map<string, Host>();

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
  }

  /** Reads a page of the host, if it may be asked now. Never waits for another read. */
  async visit(
    url: string,
    read: () => Promise<PageAnswer | null>,
  ): Promise<PageAnswer | 'taken' | 'resting' | null> {
    const name = new URL(url).host;
    const host = this.#hosts.get(name) ?? { underWay: 0, bad: 0, restsUntil: 0, rests: 0 };
    if (host.restsUntil > this.#now()) return 'resting';
    if (host.underWay >= perHost) return 'taken';
    this.#hosts.set(name, host);
    host.underWay++;
    const began = performance.now();
    try {
      const answer = await read();
      if (answer) this.#note(host, answer, performance.now() - began);
      return answer;
    } finally {
      host.underWay--;
      if (host.bad === 0 && host.underWay === 0) this.#hosts.delete(name);
      else this.#forgetOldest();
    }
  }

  #note(host: Host, answer: PageAnswer, ms: number): void {
    if (answer.elsewhere) return;
    const isBad = ms > slowMs || (answer.words === null && passing.includes(answer.why));
    if (!isBad) {
      host.bad = 0;
      host.rests = 0;
      return;
    }
    host.bad++;
    // One that was under way when the rest began does not make it longer.
    if (host.bad < patience || host.restsUntil > this.#now()) return;
    host.restsUntil = this.#now() + Math.min(rest.first * 2 ** host.rests, rest.most);
    host.rests++;
  }

  #forgetOldest(): void {
    if (this.#hosts.size <= mostHosts) return;
    for (const [name, { underWay }] of this.#hosts) {
      if (underWay > 0) continue;
      this.#hosts.delete(name);
      return;
    }
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}
