import type {
  Notice,
  ProgramInfo,
  QuietHours,
  QuietState,
  ServerState,
  Told,
  ToldName,
  UpdateState,
} from './contract.ts';

/** The one way from the page to the program: `window.atalaya`. It is not there in a browser. */
export interface Bridge {
  info(): Promise<ProgramInfo>;
  setLanguage(language: 'es' | 'en'): Promise<void>;
  server: {
    state(): Promise<ServerState>;
    choose(address: string): Promise<'chosen' | 'unreachable' | 'notAtalaya'>;
    forget(address: string): Promise<ServerState>;
  };
  /** The refresh token of the current server, in the system's key store. */
  session: {
    load(): Promise<string | null>;
    save(token: string): Promise<void>;
    clear(): Promise<void>;
  };
  /** The number on the program's icon and tray. */
  setBadge(count: number): Promise<void>;
  notify(notice: Notice): Promise<void>;
  quiet: {
    state(): Promise<QuietState>;
    set(hours: QuietHours): Promise<QuietState>;
    /** No notices until tomorrow morning, or notices again. */
    pause(on: boolean): Promise<QuietState>;
  };
  update: {
    state(): Promise<UpdateState>;
    check(): Promise<UpdateState>;
    /** Restarts with the newer program. */
    install(): Promise<void>;
  };
  openCase(caseId: string): Promise<void>;
  takePlace(): Promise<string | null>;
  /** Gives the way to stop listening. */
  on<Name extends ToldName>(name: Name, listener: (value: Told[Name]) => void): () => void;
}

declare global {
  interface Window {
    /** Only in the desktop program. */
    readonly atalaya?: Bridge;
  }
}
