import type { Theme } from './stock/script.ts';

export interface DemoChannel {
  name: string;
  type: 'public' | 'private';
  topic: string;
  theme: Theme;
  /** About how many messages; whole dialogues are told until there are that many. */
  messages: number;
  /** Usernames. `everyone`: all active members of the organisation. */
  members: 'everyone' | readonly string[];
  owner: string;
  managers?: readonly string[];
  readers?: readonly string[];
  /** The hours, by UTC, in which people talk here; may pass midnight. */
  hours: readonly [from: number, hours: number];
  /** Someone says something there within the last minutes. */
  lively?: true;
  /** What was said last, to someone who has not read it yet. */
  closing?: { from: string; to: string; text: string };
  archived?: true;
}

/** The hours of a place where people talk from breakfast to bedtime. */
export const daytime = [7, 14] as const;
