/** The rules of idempotency keys. */

const stripe = 'Stripe API reference, Idempotent requests, 2024';
const draft = 'IETF draft-ietf-httpapi-idempotency-key-header-06';
const leach = 'Leach, Implementing Stripe-like Idempotency Keys in Postgres, 2017';

export const idempotencyRules = {
  'retry-keeps-key': {
    protects: 'one-effect-per-intent',
    source: `${draft}, §2.2 Uniqueness of Idempotency Key`,
    because: 'a retry under a new key is a new request, and charges again',
  },
  'key-binds-request': {
    protects: 'answer-fits-request',
    source: `${draft}, §2.4 Idempotency Fingerprint`,
    because: 'a key reused for a different request gets the answer of the first',
  },
  'key-scoped-to-account': {
    protects: 'answer-fits-request',
    source: `${leach}, unique index on user and key, 2017`,
    because: 'two customers that choose the same key get each other’s answers',
  },
  'key-in-flight-blocks': {
    protects: 'one-effect-per-intent',
    source: `${draft}, §2.6 Idempotency Enforcement Scenarios`,
    because: 'a retry that overtakes its first request does the work a second time',
  },
  'failures-are-stored': {
    protects: 'same-answer',
    source: `${stripe}, status code and body of the first request`,
    because: 'a retry of a failed request runs again, and may succeed after the client gave it up',
  },
  'refusals-are-not-stored': {
    protects: 'refused-can-be-corrected',
    source: `${stripe}, incoming parameters fail validation`,
    because: 'a request refused before it ran blocks its key for the corrected request',
  },
  'recovery-point-with-effect': {
    protects: 'one-effect-per-intent',
    source: `${leach}, atomic phases and recovery points, 2017`,
    because: 'after a crash between the effect and its recovery point, the retry does it again',
  },
  'provider-gets-key': {
    protects: 'one-effect-per-intent',
    source: `${leach}, foreign state mutations, 2017`,
    because: 'after a crash between an external charge and its record, the retry charges again',
  },
  'key-outlives-retries': {
    protects: 'one-effect-per-intent',
    source: `${stripe}, keys removed after at least 24 hours`,
    because: 'a retry after its key has expired is a new request',
  },
} as const;

type IdempotencyRule = keyof typeof idempotencyRules;
export type IdempotencyRules = Readonly<Record<IdempotencyRule, boolean>>;
