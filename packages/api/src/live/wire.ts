import { type Encoder, jsonEncoder } from '@trpc/server/adapters/ws';
import superjson from 'superjson';
import { DomainError } from '../errors.ts';
import { serialize } from './serialize.ts';

/**
 * Yielded once by a subscription that is served directly: tRPC passes it on to the encoder, the
 * one place that knows the subscription's id. From then on the hub writes to the socket itself,
 * which costs a quarter of an async generator per subscriber and event.
 */
export class Attachment {
  readonly attach: (subscriptionId: number | string) => string;

  constructor(attach: (subscriptionId: number | string) => string) {
    this.attach = attach;
  }
}

/** superjson, except that an attachment passes untouched to the encoder. */
export const wireTransformer = {
  input: superjson,
  output: {
    serialize: (value: unknown) => (value instanceof Attachment ? value : serialize(value)),
    deserialize: (value: Parameters<typeof superjson.deserialize>[0]) =>
      superjson.deserialize(value),
  },
};

interface DataMessage {
  id: number | string;
  result: { data: Attachment };
}

const carriesAttachment = (message: unknown): message is DataMessage =>
  typeof message === 'object' &&
  message !== null &&
  (message as Partial<DataMessage>).result?.data instanceof Attachment;

/** An id is repeated with every event, and both stay in memory as long as a subscription is open. */
const longestId = 64;
const largestSubscription = 8_192;

/** Throws `tooLarge` for a message that would keep more than its share of memory. */
function refuseHoarding(message: unknown): void {
  const { id, method } = (message ?? {}) as { id?: unknown; method?: unknown };
  const longId = typeof id === 'string' && id.length > longestId;
  const large = method === 'subscription' && JSON.stringify(message).length > largestSubscription;
  if (!longId && !large) return;
  throw new DomainError('tooLarge', { reason: 'request', params: { bytes: largestSubscription } });
}

/** The encoder for tRPC's WebSocket handler; without it direct subscriptions do not start. */
export const wireEncoder: Encoder = {
  encode: (message) =>
    carriesAttachment(message)
      ? message.result.data.attach(message.id)
      : jsonEncoder.encode(message),
  decode: (data) => {
    const decoded: unknown = jsonEncoder.decode(data);
    const size = typeof data === 'string' ? data.length : data.byteLength;
    if (size <= longestId) return decoded;
    for (const message of Array.isArray(decoded) ? decoded : [decoded]) refuseHoarding(message);
    return decoded;
  },
};
