/** What every node of one system of caches is set up with. */
import type { NodeId } from '../../src/world/actor.ts';
import type { Judge } from './observer/judge.ts';
import type { Observer } from './observer/observer.ts';
import type { CacheOptions } from './options.ts';
import type { Key } from './row.ts';
import type { CacheRules } from './rules.ts';

export interface Deployment {
  readonly rules: CacheRules;
  readonly options: CacheOptions;
  /** Where everybody is. */
  readonly nodes: {
    readonly cache: NodeId;
    readonly database: NodeId;
    readonly replicas: readonly NodeId[];
    readonly relay: NodeId;
  };
  /** These see what happens, measure it and hold it to the laws; nothing depends on them. */
  readonly observer: Observer;
  readonly judge: Judge;
  /** A request for that key has ended. */
  readonly rests: (key: Key) => void;
}
