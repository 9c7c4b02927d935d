/**
 * Live hints between parts of a process and between nodes. A message on the bus may be lost:
 * whatever must survive is a row, and whoever listens can rebuild its state from rows.
 */
export interface Bus {
  /** False when everything runs in this one process: then only listeners here are told. */
  readonly spansNodes: boolean;
  /** Sends a text to everyone who listens to the topic, this node included. Never throws. */
  publish(topic: string, text: string): void;
  /** Resolves when messages published from now on will arrive. Call the result to stop. */
  subscribe(topic: string, listener: (text: string) => void): Promise<() => void>;
  /** Called after a line to the other nodes was down: messages may have been missed. */
  onReconnect(listener: () => void): () => void;
  /** True while messages reach the other nodes. */
  connected(): boolean;
  close(): Promise<void>;
}
