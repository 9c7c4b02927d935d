import type { z } from 'zod';
import type { Presence, presenceChoice } from '../identity/schemas.ts';

interface Signs {
  active: boolean;
  choice: z.output<typeof presenceChoice>;
  /** Has a connection to any living node. */
  online: boolean;
  /** Has left the keyboard on every device. */
  away: boolean;
}

/** How others see a person: what they chose, else what they do. */
export function effectivePresence({ active, choice, online, away }: Signs): Presence {
  if (!active || !online || choice === 'invisible') return 'offline';
  if (choice === 'auto') return away ? 'away' : 'online';
  return choice;
}
