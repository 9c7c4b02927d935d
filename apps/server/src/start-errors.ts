/** The server cannot start. The message is one sentence for the operator and says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** Why the port cannot be opened. */
export function explainListenError(error: unknown, host: string, port: number): StartError {
  const { code, message } = error as NodeJS.ErrnoException;
  const options = { cause: error };
  switch (code) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} on ${host} is taken by another program: stop that one, or choose another port with PORT=${port + 1}.`,
        options,
      );
    case 'EACCES':
      return new StartError(
        `Port ${port} may not be opened by this user: choose one above 1023 with PORT, and put a proxy in front.`,
        options,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(
        `HOST is ${host}, which is no address of this machine: use 127.0.0.1 for this machine only, or 0.0.0.0 for all.`,
        options,
      );
    default:
      return new StartError(`Port ${port} on ${host} cannot be opened (${message}).`, options);
  }
}

/** Why the data folder cannot be used. */
export function explainFolderError(error: unknown, folder: string): StartError {
  const { code, message } = error as NodeJS.ErrnoException;
  const options = { cause: error };
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return new StartError(
        `The data folder ${folder} cannot be written by this user: give it to the user that runs Atalaya, or set DATA_DIR to another folder.`,
        options,
      );
    case 'EROFS':
      return new StartError(
        `The data folder ${folder} is on a read-only file system: set DATA_DIR to a folder that can be written.`,
        options,
      );
    case 'EEXIST':
    case 'ENOTDIR':
      return new StartError(
        `The data folder ${folder} cannot be used because a file is in its place: remove that file, or set DATA_DIR to another folder.`,
        options,
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return new StartError(
        `The disk that holds ${folder} is full: free some space, then start again.`,
        options,
      );
    default:
      return new StartError(`The data folder ${folder} cannot be used (${message}).`, options);
  }
}
