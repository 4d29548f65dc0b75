/** The invariants: each part of the wing has its own laws. */
import type { Invariant } from '../../src/check/invariant.ts';
import { commitInvariants } from './commit/properties.ts';
import { deliveryInvariants } from './delivery/cluster.ts';
import { eventInvariants } from './events/cluster.ts';
import { idempotencyInvariants } from './idempotency/cluster.ts';
import { isolationInvariants } from './isolation/laws.ts';
import { sagaInvariants } from './saga/cluster.ts';

// biome-ignore lint/suspicious/noExplicitAny: each part of the wing looks at subjects of its own
export const transactionsInvariants: readonly Invariant<any>[] = [
  ...deliveryInvariants,
  ...idempotencyInvariants,
  ...sagaInvariants,
  ...commitInvariants,
  ...eventInvariants,
  ...isolationInvariants,
];
