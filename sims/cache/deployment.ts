/** The setup that every node of one system of caches gets. */
import type { NodeId } from '../../src/world/actor.ts';
import type { Judge } from './observer/judge.ts';
import type { Observer } from './observer/observer.ts';
import type { CacheOptions } from './options.ts';
import type { Key } from './row.ts';
import type { CacheRules } from './rules.ts';

export interface Deployment {
  readonly rules: CacheRules;
  readonly options: CacheOptions;
  /** The addresses of all nodes. */
  readonly nodes: {
    readonly cache: NodeId;
    readonly database: NodeId;
    readonly replicas: readonly NodeId[];
    readonly relay: NodeId;
  };
  /**
   * These observe what happens, measure it and check it against the laws; nothing depends on them.
   */
  readonly observer: Observer;
  readonly judge: Judge;
  /** A request for that key has ended. */
  readonly rests: (key: Key) => void;
}
