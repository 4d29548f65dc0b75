/** What every part of one lock system receives. */
import type { NodeId } from '../../src/world/actor.ts';
import { isCallFailure } from '../../src/world/server.ts';
import type { World } from '../../src/world/world.ts';
import type { Judge } from './judge.ts';
import type { LocksOptions } from './options.ts';
import type { LocksRules } from './rules.ts';

export interface Parts {
  readonly world: World;
  readonly rules: LocksRules;
  readonly options: LocksOptions;
  readonly judge: Judge;
  /** Whether the lock service numbers its grants. Redlock cannot. */
  readonly givesTokens: boolean;
  /** The full name of a node: prefixed with the system’s name, if it has one. */
  readonly idOf: (name: string) => NodeId;
}

/** Why a call failed, in a word; any other error is rethrown. */
export function failureOf(failure: unknown): string {
  if (!isCallFailure(failure)) throw failure;
  return 'reason' in failure ? failure.reason : 'no answer';
}
