import { z } from 'zod';
import { cursorInput, id, pageOf } from '../common.ts';

/** Whatever is wrong with a value is told with the whole range, and not with the end that it passed. */
function wholeRange(minimum: number, maximum: number) {
  const check = new z.core.$ZodCheck({ check: 'custom', when: () => true });
  check._zod.check = ({ issues }) => {
    for (const issue of issues) Object.assign(issue, { minimum, maximum });
  };
  return check;
}
/** One value of the tree: range and default in the schema, meaning in the description. */
const count = (minimum: number, maximum: number, standard: number, description: string) =>
  z
    .number()
    .min(minimum)
    .max(maximum)
    // And not `int()`, after which no other check is asked.
    .refine(Number.isInteger)
    .check(wholeRange(minimum, maximum))
    .default(standard)
    .describe(description);
const flag = (standard: boolean, description: string) =>
  z.boolean().default(standard).describe(description);
const section = <const Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object(shape).prefault(() => z.object(shape).parse({}) as z.input<z.ZodObject<Shape>>);

/** Every setting of an organisation. The settings screen is drawn from this tree. */
export const settingsTree = z.object({
  features: section({
    registration: flag(true, 'New people may register'),
    chat: flag(true, 'Members may write in channels'),
    linkPreviews: flag(
      true,
      'Messages show what the pages behind their links say of themselves; the server asks those pages',
    ),
  }),
  limits: section({
    messageLength: count(100, 20_000, 4_000, 'Longest message, in characters'),
    messagesPerTenSeconds: count(1, 10_000, 600, 'Messages one person may send in ten seconds'),
    callsPerMinute: count(60, 100_000, 6_000, 'Calls of any kind one person may make in a minute'),
    channelsPerDay: count(1, 10_000, 100, 'Channels one person may create in a day'),
    linkedPagesPerTenMinutes: count(
      1,
      10_000,
      30,
      'Pages that the server asks in ten minutes because one person linked to them',
    ),
    channelCallPeople: count(
      0,
      100_000,
      50,
      'Largest channel in which everyone may call all with @channel; in larger ones who manages it may',
    ),
    editMinutes: count(
      0,
      525_600,
      1_440,
      'Minutes in which an author may edit a message; 0: always',
    ),
  }),
  files: section({
    maxFileMb: count(1, 10_000, 100, 'Largest file that one may send, in megabytes'),
    imageMaxMb: count(1, 100, 25, 'Largest picture that one may send, in megabytes'),
    quotaMb: count(
      10,
      100_000_000,
      10_000,
      'Room for all files of the organisation together, in megabytes',
    ),
    images: flag(true, 'Pictures may be sent; they are made anew without place and camera'),
    audio: flag(true, 'Sound may be sent'),
    video: flag(true, 'Video may be sent'),
    documents: flag(true, 'Documents may be sent: PDF, office files, plain text'),
    archives: flag(true, 'Archives may be sent, such as ZIP'),
    otherFiles: flag(false, 'Files of any other kind may be sent, programs included'),
  }),
  channels: section({
    archiveAfterDays: count(
      0,
      3_650,
      0,
      'Days without activity after which a channel is archived, a week after its owners were told; 0: never',
    ),
  }),
  presence: section({
    awayAfterMinutes: count(1, 240, 10, 'Minutes without input until a person is shown as away'),
  }),
  moderation: section({
    autoModeration: flag(true, 'The filter checks what people write'),
    flagThreshold: count(2, 1_000, 3, 'People whose flags make a case more urgent and alert staff'),
    claimMinutes: count(1, 120, 5, 'Minutes for which a moderator holds a case without renewing'),
    undoSeconds: count(
      5,
      3_600,
      30,
      'Seconds in which any moderator may take a decision back; who decided has ten times as long',
    ),
    longestBanDaysOfModerator: count(1, 3_650, 30, 'Longest ban or mute by a moderator, in days'),
  }),
  notifications: section({
    push: flag(true, 'People may be told in their browsers while Atalaya is not open'),
    dailyDigest: flag(true, 'People may have a summary of the day by e-mail'),
    moderationAlerts: flag(true, 'Whoever handles alerts gets a notice of each'),
  }),
  alerts: section({
    escalateMinutes: count(
      0,
      1_440,
      10,
      'Minutes until an alert that nobody acknowledged is told again, louder; 0: never',
    ),
    wrongSignIns: count(
      5,
      10_000,
      20,
      'Wrong sign-ins in ten minutes, from one address or for one account, that raise an alert',
    ),
    failedCallsPercent: count(
      1,
      100,
      5,
      'Part of the calls of the last minute that fail on the server, in percent, that raises an alert',
    ),
  }),
  insights: section({
    sampleOneIn: count(
      0,
      10_000,
      10,
      'Clients tell one of so many times that they measure; 0: none',
    ),
  }),
  retention: section({
    notificationsDays: count(7, 3_650, 180, 'Days for which people’s notices are kept'),
    alertsDays: count(30, 3_650, 365, 'Days for which resolved alerts are kept'),
    insightsDays: count(90, 3_650, 400, 'Days for which figures of people and clients are kept'),
    auditAddressDays: count(
      7,
      3_650,
      90,
      'Days for which entries of the audit log keep network addresses and devices',
    ),
    auditRemoved: flag(
      false,
      'Old months of the audit log are removed; what remains is verified as before',
    ),
    auditDays: count(
      365,
      36_500,
      1_825,
      'Days for which the audit log is kept, where old months are removed',
    ),
  }),
});
export type Settings = z.infer<typeof settingsTree>;
export const settingsDefaults: Settings = settingsTree.parse({});
export const settingsOutput = z.object({
  values: settingsTree,
  /** Grows with every change. */
  version: z.number().int(),
});
export type SettingsOutput = z.infer<typeof settingsOutput>;

/** The sections that members see, too: those that their screens need. */
export const memberSections = ['features', 'limits', 'files', 'presence'] as const;
type MemberSection = (typeof memberSections)[number];
type Seen = Pick<Settings, MemberSection> & Partial<Omit<Settings, MemberSection>>;
/** The settings as somebody sees them: for members without the sections that only staff see. */
export const settingsRead = settingsOutput.extend({
  values: z.object(
    mapValues(settingsTree.shape, (group) => group.unwrap().optional()),
  ) as unknown as z.ZodType<Seen>,
});
export type SettingsRead = z.infer<typeof settingsRead>;

/** Some settings of the tree: what is absent stays as it is. */
export type SettingsPatch = { [S in keyof Settings]?: Partial<Settings[S]> | undefined };
export const settingsUpdateInput = z.strictObject(
  mapValues(settingsTree.shape, (group) =>
    z.strictObject(mapValues(fieldsOf(group), (field) => field.unwrap().optional())).optional(),
  ),
) as unknown as z.ZodType<SettingsPatch, SettingsPatch>;

export const settingsEvent = z.discriminatedUnion('type', [
  /** The settings as they are from now on. */
  settingsRead.extend({ type: z.literal('changed') }),
  /** A change may have been missed: read the settings afresh. */
  z.object({ type: z.literal('refresh') }),
]);
export type SettingsEvent = z.infer<typeof settingsEvent>;

/** What there is to set: the settings screen is drawn from this. */
export const settingsSchema = z.array(
  z.object({
    /** Such as `limits.messageLength`. */
    path: z.string(),
    section: z.string(),
    type: z.enum(['integer', 'boolean']),
    standard: z.union([z.boolean(), z.number()]),
    /** Null for what is no number. */
    minimum: z.number().nullable(),
    maximum: z.number().nullable(),
    description: z.string(),
  }),
);

const value = z.union([z.boolean(), z.number(), z.string()]);
export const settingsHistoryInput = cursorInput.extend({
  /** One value of the tree, such as `limits.messageLength`; absent: all of them. */
  path: z.string().max(100).optional(),
});
export const settingsChange = z.object({
  /** Place in the audit log; names the change when it is reverted. */
  position: z.number().int(),
  path: z.string(),
  at: z.date(),
  by: z.object({ id, displayName: z.string() }).nullable(),
  before: value,
  after: value,
  /** Whether it was made by taking another change back. */
  reverting: z.boolean(),
});
export const settingsHistoryPage = pageOf(settingsChange);
export const settingsRevertInput = z.object({ position: z.number().int().min(1) });

type Field = z.ZodDefault<z.ZodNumber | z.ZodBoolean>;
/** The values of a section by their names. */
export function fieldsOf(group: { unwrap(): { shape: object } }): Record<string, Field> {
  return group.unwrap().shape as Record<string, Field>;
}

function mapValues<Value, Result>(
  record: Record<string, Value>,
  map: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
