/** The package comes without types. */
declare module 'pino-roll' {
  import type { EventEmitter } from 'node:events';

  interface RollingFile extends EventEmitter {
    write(line: string): boolean;
    end(): void;
  }
  interface RollingOptions {
    file: string;
    extension?: string;
    size?: string;
    limit?: { count: number; removeOtherLogFiles?: boolean };
    mode?: number;
    sync?: boolean;
  }
  function roll(options: RollingOptions): Promise<RollingFile>;
  export = roll;
}
