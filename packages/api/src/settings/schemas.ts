import { z } from 'zod';

/** One value of the tree: range and default in the schema, meaning in the description. */
const count = (minimum: number, maximum: number, standard: number, description: string) =>
  z.number().int().min(minimum).max(maximum).default(standard).describe(description);
const flag = (standard: boolean, description: string) =>
  z.boolean().default(standard).describe(description);
const section = <const Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object(shape).prefault(() => z.object(shape).parse({}) as z.input<z.ZodObject<Shape>>);

/** Every setting of an organisation. The settings screen is drawn from this tree. */
export const settingsTree = z.object({
  features: section({
    registration: flag(true, 'New people may register'),
    chat: flag(true, 'Members may write in channels'),
  }),
  limits: section({
    messageLength: count(100, 20_000, 4_000, 'Longest message, in characters'),
    messagesPerTenSeconds: count(1, 10_000, 600, 'Messages one person may send in ten seconds'),
    callsPerMinute: count(60, 100_000, 6_000, 'Calls of any kind one person may make in a minute'),
    channelsPerDay: count(1, 10_000, 100, 'Channels one person may create in a day'),
    editMinutes: count(
      0,
      525_600,
      1_440,
      'Minutes in which an author may edit a message; 0: always',
    ),
  }),
  presence: section({
    awayAfterMinutes: count(1, 240, 10, 'Minutes without input until a person is shown as away'),
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

/** Some settings of the tree: what is absent stays as it is. */
export type SettingsPatch = { [S in keyof Settings]?: Partial<Settings[S]> | undefined };
export const settingsUpdateInput = z.strictObject(
  mapValues(settingsTree.shape, (group) =>
    z.strictObject(mapValues(fieldsOf(group), (field) => field.unwrap().optional())).optional(),
  ),
) as unknown as z.ZodType<SettingsPatch, SettingsPatch>;

export const settingsEvent = z.discriminatedUnion('type', [
  /** The settings as they are from now on. */
  settingsOutput.extend({ type: z.literal('changed') }),
  /** A change may have been missed: read the settings afresh. */
  z.object({ type: z.literal('refresh') }),
]);
export type SettingsEvent = z.infer<typeof settingsEvent>;

type Field = z.ZodDefault<z.ZodNumber | z.ZodBoolean>;
function fieldsOf(group: { unwrap(): { shape: object } }): Record<string, Field> {
  return group.unwrap().shape as Record<string, Field>;
}

function mapValues<Value, Result>(
  record: Record<string, Value>,
  map: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
