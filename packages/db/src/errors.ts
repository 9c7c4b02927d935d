/** The database cannot be set up. The message is one sentence for the operator and says what to do. */
export class DatabaseSetupError extends Error {
  override readonly name = 'DatabaseSetupError';
}

/** A migration failed or no longer matches what was applied. The message is one sentence for the operator. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  readonly migration: string | undefined;

  constructor(message: string, options: { migration?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.migration = options.migration;
  }
}

/** The `code` of a Node or PostgreSQL error (`EACCES`, `3D000` …), or an empty string. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** Turns an error of the file system into a sentence about the folder; what is no such error comes back as it is. */
export function explainFolderError(error: unknown, folder: string): unknown {
  if (error instanceof DatabaseSetupError) return error;
  const options = { cause: error };
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
      return new DatabaseSetupError(
        `The data folder ${folder} cannot be written by this user: give it to the user that runs Atalaya, or set DATA_DIR to another folder.`,
        options,
      );
    case 'EROFS':
      return new DatabaseSetupError(
        `The data folder ${folder} is on a read-only file system: set DATA_DIR to a folder that can be written.`,
        options,
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return new DatabaseSetupError(
        `The data folder ${folder} cannot be used because a file is in its place: remove that file, or set DATA_DIR to another folder.`,
        options,
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(folder, error);
    default:
      return error;
  }
}

/** The sentence for a full disk. */
export function diskFull(folder: string, cause?: unknown): DatabaseSetupError {
  return new DatabaseSetupError(
    `The disk that holds ${folder} is full: free some space, then start again.`,
    { cause },
  );
}
