import type { Transaction } from '../context.ts';

/** A file that is carried by something went on: it is ready, or refused. */
export interface CarriedFile {
  organisationId: string;
  channelId: string;
  messageId: string;
  ownerId: string;
}

/** What files need of the messages that carry them, which chat makes. */
export interface Carriers {
  /**
   * Notes in the channel's log that the message looks different now. Call it before the file's row is
   * touched: whoever writes a message locks the channel first, too. Call the result after the commit.
   */
  changed(tx: Transaction, file: CarriedFile): Promise<() => Promise<void>>;
}
