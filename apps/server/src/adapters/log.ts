import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '@atalaya/api';
import {
  type DestinationStream,
  type LevelWithSilent,
  multistream,
  pino,
  type StreamEntry,
} from 'pino';
import roll from 'pino-roll';
import { prettyLine } from './log-pretty.ts';
import { redactFields, redactText } from './redaction.ts';

interface LogOptions {
  level: LevelWithSilent;
  /** Folder for `atalaya.N.log` and `errors.N.log`; null: no files. */
  folder: string | null;
  /** Null: nothing is written to the terminal. */
  terminal: (NodeJS.WritableStream & { isTTY?: boolean }) | null;
  /** Size at which a file is closed and the next one begun, such as `20m`. */
  rotateAt?: string;
  nodeId?: string;
}

export interface ProcessLog extends Log {
  /** Resolves when everything is in the files. */
  close(): Promise<void>;
}

const filesKept = 10;
/** What must go on when the disk is full: logging. */
const ignoreFailure = () => {};

/** The log of this process: JSON lines in files that rotate, errors also in their own. */
export async function createLog(options: LogOptions): Promise<ProcessLog> {
  const { level, folder, terminal, rotateAt = '20m', nodeId } = options;
  const streams: StreamEntry[] = [];
  const files: Awaited<ReturnType<typeof roll>>[] = [];
  if (folder !== null) {
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o700).catch(ignoreFailure);
    for (const [name, from] of [
      ['atalaya', level],
      ['errors', 'error'],
    ] as const) {
      const file = await roll({
        file: join(folder, name),
        extension: '.log',
        size: rotateAt,
        limit: { count: filesKept, removeOtherLogFiles: true },
        mode: 0o600,
        sync: false,
      });
      file.on('error', ignoreFailure);
      files.push(file);
      if (from !== 'silent') streams.push({ level: from, stream: file });
    }
  }
  if (terminal && level !== 'silent') streams.push({ level, stream: toTerminal(terminal) });

  const logger = pino(
    {
      level: streams.length > 0 ? level : 'silent',
      base: nodeId === undefined ? null : { node: nodeId },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (error: unknown) => error },
    },
    multistream(streams),
  );
  let closed = false;
  // Redacted here and not by pino, whose paths only reach as deep as they are written.
  const write = (to: 'debug' | 'info' | 'warn' | 'error') => (fields: object, message: string) => {
    // Connections that break after the end have nobody to tell any more.
    if (closed || !logger.isLevelEnabled(to)) return;
    logger[to](redactFields(fields), redactText(message));
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    close: async () => {
      closed = true;
      await Promise.all(files.map(endOf));
    },
  };
}

function toTerminal(terminal: NodeJS.WritableStream & { isTTY?: boolean }): DestinationStream {
  return terminal.isTTY
    ? { write: (line) => terminal.write(prettyLine(line)) }
    : { write: (line) => terminal.write(line) };
}

function endOf(file: Awaited<ReturnType<typeof roll>>): Promise<void> {
  return new Promise((resolve) => {
    file.once('close', () => resolve());
    file.once('error', () => resolve());
    file.end();
  });
}
