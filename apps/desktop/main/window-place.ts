import type { Rectangle } from 'electron';
import { z } from 'zod';
import { type JsonFile, jsonFile } from './json-file.ts';

const place = z.object({
  /** Absent: where the system puts it. */
  position: z.object({ x: z.number().int(), y: z.number().int() }).optional(),
  width: z.number().int().min(400).max(20_000),
  height: z.number().int().min(300).max(20_000),
  maximized: z.boolean(),
});
export type WindowPlace = z.output<typeof place>;

const standard: WindowPlace = { width: 1440, height: 900, maximized: false };

/** Where the window stood last time. */
export const windowPlaceFile = (path: string): JsonFile<WindowPlace> =>
  jsonFile(path, place, standard);

/** The place to open at: where it was, unless that screen is gone. */
export function visiblePlace(kept: WindowPlace, screens: readonly Rectangle[]): WindowPlace {
  const { position, ...size } = kept;
  if (!position) return size;
  const { x, y } = position;
  const isSeen = screens.some(
    (area) =>
      x + kept.width > area.x + 80 &&
      x < area.x + area.width - 80 &&
      y >= area.y - 10 &&
      y < area.y + area.height - 80,
  );
  return isSeen ? kept : size;
}
