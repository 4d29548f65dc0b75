/** How many servers make a quorum. */
import type { NodeId } from '../../src/world/actor.ts';
import type { SynodRules } from './synod/rules.ts';

/** Any two sets of this size have a member in common. */
export const majorityOf = (servers: number): number => Math.floor(servers / 2) + 1;

interface Voters {
  readonly options: { readonly servers: readonly NodeId[] };
  readonly rules: Pick<SynodRules, 'majority-not-half'>;
}

/** Two halves of an even number of servers have no member in common. */
export const quorumOf = ({ rules, options: { servers } }: Voters): number =>
  rules['majority-not-half'] ? majorityOf(servers.length) : Math.ceil(servers.length / 2);
