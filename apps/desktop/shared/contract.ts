import { z } from 'zod';

/*
 * Everything that the page and the program may say to each other. The program checks each call
 * against these schemas; preload and page take their types from here and load nothing of it.
 */

/** The scheme and host that the console's own files have. */
export const pageOrigin = 'atalaya-app://console';

/** The address of an installation: an origin and nothing behind it. */
export const serverAddress = z
  .string()
  .trim()
  .max(300)
  .transform((text) => (/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`))
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && /^https?:$/.test(url.protocol) && url.username === '';
  })
  .transform((text) => new URL(text).origin);

export const serverState = z.object({
  /** Null before the first run is through. */
  current: z.string().nullable(),
  /** Everyone that was chosen once, the current one included. */
  known: z.array(z.string()),
});
export type ServerState = z.infer<typeof serverState>;

/** What the program can do here, which differs from system to system. */
export const programInfo = z.object({
  version: z.string(),
  platform: z.string(),
  /** Whether the system has a key store; without one the session ends with the program. */
  keepsSession: z.boolean(),
  showsNotices: z.boolean(),
});
export type ProgramInfo = z.infer<typeof programInfo>;

const caseId = z.uuid();
export const notice = z.object({
  /** A newer notice of the same name takes the older one's place. */
  id: z.string().min(1).max(100),
  title: z.string().min(1).max(200),
  body: z.string().max(500),
  /** Where a click leads. */
  target: z.discriminatedUnion('type', [
    z.object({ type: z.literal('case'), caseId }),
    z.object({ type: z.literal('alerts') }),
  ]),
  /** Buttons, where the system has them. */
  actions: z
    .array(z.object({ id: z.enum(['decide', 'open']), text: z.string().min(1).max(40) }))
    .max(2),
  /** Passes in quiet hours, where the person wants that. */
  urgent: z.boolean().optional(),
});
export type Notice = z.infer<typeof notice>;

/** Minutes since midnight. */
const minuteOfDay = z.number().int().min(0).max(1_439);
export const quietHours = z.object({
  enabled: z.boolean(),
  /** In the time of the machine; `to` before `from` is on the next day. */
  from: minuteOfDay,
  to: minuteOfDay,
  /** On which they begin; 0 is Sunday. */
  days: z.array(z.number().int().min(0).max(6)).max(7),
  criticalPasses: z.boolean(),
});
export type QuietHours = z.infer<typeof quietHours>;
export const quietState = quietHours.extend({
  /** No notices until this moment, in milliseconds; null: only the hours count. */
  until: z.number().nullable(),
  isQuiet: z.boolean(),
  /** Notices that are held back. */
  held: z.number().int(),
});
export type QuietState = z.infer<typeof quietState>;

export const updateState = z.object({
  /** `off`: this program gets its updates from elsewhere, or not at all. */
  status: z.enum(['off', 'current', 'checking', 'loading', 'ready', 'failed']),
  /** The newer one, where there is one. */
  version: z.string().nullable(),
});
export type UpdateState = z.infer<typeof updateState>;

const nothing = z.void();
const call = <Input extends z.ZodType, Output extends z.ZodType>(input: Input, output: Output) => ({
  input,
  output,
});

/** What the page may ask of the program. */
export const calls = {
  'app.info': call(nothing, programInfo),
  'language.set': call(z.enum(['es', 'en']), nothing),
  'server.state': call(nothing, serverState),
  /** Asks the server whether it is one, keeps it, and loads the page anew with its policy. */
  'server.choose': call(serverAddress, z.enum(['chosen', 'unreachable', 'notAtalaya'])),
  'server.forget': call(serverAddress, serverState),
  'session.load': call(nothing, z.string().nullable()),
  'session.save': call(z.string().min(20).max(400), nothing),
  'session.clear': call(nothing, nothing),
  'badge.set': call(z.number().int().min(0).max(999_999), nothing),
  'notice.show': call(notice, nothing),
  'quiet.state': call(nothing, quietState),
  'quiet.set': call(quietHours, quietState),
  /** true: no notices until tomorrow morning. */
  'quiet.pause': call(z.boolean(), quietState),
  'update.state': call(nothing, updateState),
  'update.check': call(nothing, updateState),
  /** Restarts with the newer program; nothing while none is ready. */
  'update.install': call(nothing, nothing),
  'window.openCase': call(caseId, nothing),
  /** The place that the program was asked to open before the page listened; told once. */
  'place.take': call(nothing, z.string().nullable()),
} as const;
export type CallName = keyof typeof calls;
export type CallInput<Name extends CallName> = z.input<(typeof calls)[Name]['input']>;
export type CallOutput<Name extends CallName> = z.output<(typeof calls)[Name]['output']>;

/** What the program tells the page. */
export interface Told {
  /** Open this place of the console, such as `/queue?case=…`. */
  place: string;
  /** The machine was asleep: whatever was live is stale. */
  wake: null;
  /** Quiet hours began, ended or were set, here or from the tray. */
  quiet: QuietState;
  update: UpdateState;
}
export type ToldName = keyof Told;
