/** What the parts of one balancer share. */
import type { ServerContext } from '../../../src/world/server.ts';
import type { Host, Pool } from './pool.ts';
import type { BalancingRules } from './rules.ts';

/** What others learn of the balancer's decisions. */
export interface BalancerEvents {
  /** A request goes to a host; `usable` of all hosts were available. */
  sends?(host: Host, usable: readonly Host[], panics: boolean, user: number): void;
  ends?(host: Host, result: 'ok' | 'failed', tookMs: number): void;
  goesDown?(host: Host): void;
  ejects?(host: Host, pool: Pool): void;
}

export interface BalancerParts {
  readonly node: ServerContext;
  readonly rules: BalancingRules;
  readonly pool: Pool;
  readonly events: BalancerEvents;
}
