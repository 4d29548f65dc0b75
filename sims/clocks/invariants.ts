/** What must hold: each part of the wing has its own laws. */
import type { Invariant } from '../../src/check/invariant.ts';
import { idInvariants } from './ids/cluster.ts';
import { truetimeInvariants } from './truetime/cluster.ts';

// biome-ignore lint/suspicious/noExplicitAny: each part of the wing looks at subjects of its own
export const clocksInvariants: readonly Invariant<any>[] = [...truetimeInvariants, ...idInvariants];
