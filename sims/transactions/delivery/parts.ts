/** What the machines of one system share. */
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import type { CrashPoints } from '../crash-points.ts';
import type { DeliveryJudge } from './laws.ts';
import type { DeliveryRules } from './rules.ts';

/** How a service stores an order and publishes its event. */
export const deliveryModes = ['database-first', 'broker-first', 'outbox', 'log'] as const;
export type DeliveryMode = (typeof deliveryModes)[number];

export const modeTitles: Readonly<Record<DeliveryMode, string>> = {
  'database-first': 'database first',
  'broker-first': 'broker first',
  outbox: 'outbox',
  log: 'CDC',
};

export interface DeliveryParts {
  readonly world: World;
  readonly rules: DeliveryRules;
  readonly mode: DeliveryMode;
  readonly judge: DeliveryJudge;
  readonly points: CrashPoints;
  /** The relay ignores transactions that are still open. */
  readonly isNaive: boolean;
  /** Time between two polls of the relay, and of the consumer. */
  readonly pollMs: number;
  readonly consumerPollMs: number;
  readonly timeoutMs: number;
  /** The name of a machine of this system. */
  readonly idOf: (name: string) => NodeId;
}

/** Repeats a round for ever; a round ends when a call fails, and the next one begins. */
export function* rounds(
  node: ServerContext<never>,
  everyMs: number,
  round: () => Process<void>,
): Process<void> {
  for (;;) {
    yield* node.sleep(everyMs);
    try {
      yield* round();
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
    }
  }
}
