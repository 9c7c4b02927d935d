/** Counts calls in windows, shared between nodes where nodes share anything. */
export interface RateLimiter {
  /**
   * Takes one of `points` that `key` has per `seconds`.
   * Gives 0 when there was one, else the seconds until there is one again.
   */
  consume(key: string, points: number, seconds: number): Promise<number>;
}
