/** The invariants: each part of the wing has its own laws. */
import type { Invariant } from '../../src/check/invariant.ts';
import { idInvariants } from './ids/cluster.ts';
import { leaseInvariants } from './lease/laws.ts';
import { ntpInvariants } from './ntp/subject.ts';
import { orderInvariants } from './order/laws.ts';
import { truetimeInvariants } from './truetime/cluster.ts';
import { uncertaintyInvariants } from './uncertainty/laws.ts';

// biome-ignore lint/suspicious/noExplicitAny: each part of the wing looks at subjects of its own
export const clocksInvariants: readonly Invariant<any>[] = [
  ...ntpInvariants,
  ...truetimeInvariants,
  ...uncertaintyInvariants,
  ...leaseInvariants,
  ...orderInvariants,
  ...idInvariants,
];
