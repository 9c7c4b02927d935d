/** Where a browser takes pushes, and the keys to write to it alone. */
export interface PushTarget {
  endpoint: string;
  p256dh: string;
  auth: string;
}

export interface PushMessage {
  /** What the browser's worker is given. */
  payload: string;
  /** Of two undelivered ones with the same topic the newer one is kept. At most 32 letters. */
  topic: string;
  urgent: boolean;
}

/** Sends to people's browsers, wherever their makers take it. */
export interface Push {
  /** What browsers are told of who sends. */
  publicKey: string;
  /** False for an address that no push goes to, such as one inside the operator's network. */
  admits(endpoint: string): boolean;
  /** `gone`: the browser takes no more. Rejects when it could not be handed over (the job retries). */
  send(target: PushTarget, message: PushMessage): Promise<'sent' | 'gone'>;
}

/** For where there is none around, such as tests of a domain. */
export const noPush: Push = {
  publicKey: '',
  admits: () => false,
  send: async () => 'gone',
};
