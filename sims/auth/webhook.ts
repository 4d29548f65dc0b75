/**
 * Webhooks: a provider that signs and retries its events, a receiver that believes and repeats none,
 * and an attacker who has read a log of deliveries.
 *
 * As Stripe does it (docs.stripe.com/webhooks; stripe-node, src/Webhooks.ts): the header has a
 * timestamp in seconds, and an HMAC with SHA-256 over the timestamp, a dot and the body. Each attempt
 * has a timestamp and a signature of its own. A real receiver compares signatures in constant time.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Process } from '../../src/kernel/process.ts';
import type { NodeId } from '../../src/world/actor.ts';
import { client, isCallFailure, type Server, type ServerContext } from '../../src/world/server.ts';
import type { AuthRules } from './rules.ts';

export interface Delivery {
  /** In seconds. */
  readonly timestamp: number;
  readonly body: string;
  readonly signature: string;
}

export const hmacHex = (secret: string, text: string): string =>
  bytesToHex(hmac(sha256, utf8ToBytes(secret), utf8ToBytes(text)));

export function signedDelivery(secret: string, body: string, nowMs: number): Delivery {
  const timestamp = Math.floor(nowMs / 1_000);
  return { timestamp, body, signature: hmacHex(secret, `${timestamp}.${body}`) };
}

export interface ReceiverOptions {
  readonly secret: string;
  readonly toleranceMs: number;
  /** How long ids of events are kept: longer than the provider retries. */
  readonly rememberMs: number;
}

export type Verdict = 'effect' | 'duplicate' | 'bad-signature' | 'too-old';

/** Judges deliveries: what is not an `effect` changes nothing. */
export class WebhookReceiver {
  readonly #rules: AuthRules;
  readonly #options: ReceiverOptions;
  /** By id of the event, the oldest first: when it came. */
  readonly #cameMs = new Map<string, number>();

  constructor(rules: AuthRules, options: ReceiverOptions) {
    this.#rules = rules;
    this.#options = options;
  }

  get remembered(): number {
    return this.#cameMs.size;
  }

  take({ timestamp, body, signature }: Delivery, nowMs: number): Verdict {
    const { secret, toleranceMs } = this.#options;
    const isSigned = signature === hmacHex(secret, `${timestamp}.${body}`);
    if (this.#rules['webhook-signature-is-checked'] && !isSigned) return 'bad-signature';
    const isOld = 1_000 * (Math.floor(nowMs / 1_000) - timestamp) > toleranceMs;
    if (this.#rules['webhook-timestamp-is-checked'] && isOld) return 'too-old';
    this.#forget(nowMs);
    const { id } = JSON.parse(body) as { id: string };
    if (this.#rules['event-ids-are-remembered'] && this.#cameMs.has(id)) return 'duplicate';
    this.#cameMs.set(id, nowMs);
    return 'effect';
  }

  #forget(nowMs: number): void {
    for (const [id, cameMs] of this.#cameMs) {
      if (nowMs - cameMs <= this.#options.rememberMs) return;
      this.#cameMs.delete(id);
    }
  }
}

/** A duplicate is answered as the first one was: the provider did not hear of that. */
export const receiverServer = (
  receiver: WebhookReceiver,
  listen: (delivery: Delivery, verdict: Verdict) => void,
): Server<WebhookReceiver, Delivery> => ({
  kind: 'receiver',
  start: () => receiver,
  serve(_memory, delivery, _from, node) {
    const verdict = receiver.take(delivery, node.now());
    listen(delivery, verdict);
    return verdict === 'effect' || verdict === 'duplicate' ? 200 : 400;
  },
  shown: ({ remembered }) => ({ remembered }),
});

export interface ProviderOptions {
  readonly receiver: NodeId;
  readonly secret: string;
  readonly events: number;
  readonly everyMs: number;
  readonly timeoutMs: number;
  readonly retryMs: number;
}

/** Sends an event until it is answered. */
export const provider = (options: ProviderOptions) =>
  client('provider', (node) => {
    node.spawn(
      (function* (): Process<void> {
        for (let event = 1; event <= options.events; event++) {
          node.spawn(deliver(node, options, `evt_${event}`));
          yield* node.sleep(options.everyMs);
        }
      })(),
    );
  });

function* deliver(
  node: ServerContext,
  { receiver, secret, timeoutMs, retryMs }: ProviderOptions,
  id: string,
): Process<void> {
  const body = JSON.stringify({ id, type: 'payment_intent.succeeded' });
  for (;;) {
    const delivery = signedDelivery(secret, body, node.now());
    if (yield* isAnswered(node, receiver, delivery, timeoutMs)) return;
    yield* node.sleep(retryMs);
  }
}

function* isAnswered(
  node: ServerContext,
  receiver: NodeId,
  delivery: Delivery,
  timeoutMs: number,
): Process<boolean> {
  try {
    yield* node.call(receiver, delivery, { timeoutMs });
    return true;
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
    return false;
  }
}

/** Once each, without waiting for an answer: at their times, deliveries that are known by then. */
export const attacker = (
  receiver: NodeId,
  looks: readonly { readonly atMs: number; readonly sends: () => readonly Delivery[] }[],
) =>
  client('attacker', (node) => {
    node.spawn(
      (function* (): Process<void> {
        for (const { atMs, sends } of looks) {
          yield* node.sleep(atMs - node.now());
          for (const delivery of sends()) node.spawn(isAnswered(node, receiver, delivery, 60_000));
        }
      })(),
    );
  });
