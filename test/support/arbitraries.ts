/** Generators for property tests. */
import { fc } from '@fast-check/vitest';
import {
  brownout,
  clockDrift,
  clockJump,
  crash,
  cut,
  type Fault,
  type FaultPlan,
  fillDisk,
  hangDisk,
  heal,
  hold,
  loseDisk,
  mend,
  mendDisk,
  network,
  outage,
  partition,
  pause,
  recover,
  release,
  restart,
  slow,
  slowDisk,
  stall,
  tearDisk,
  troubleLink,
} from '../../src/world/fault.ts';

/** Any fault that can strike these nodes, but for the loss of a disk, which few algorithms survive. */
export function faults(nodes: readonly string[]): fc.Arbitrary<Fault> {
  const node = fc.constantFrom(...nodes);
  const ms = fc.integer({ min: 1, max: 800 });
  const rate = fc.double({ min: 0, max: 0.4, noNaN: true });
  return fc.oneof(
    node.map(crash),
    node.map(restart),
    fc.constant(restart('down')),
    fc.tuple(node, ms).map(([id, forMs]) => pause(id, forMs)),
    fc.subarray([...nodes], { minLength: 1 }).map((group) => partition(group)),
    fc.tuple(node, node).map(([from, to]) => cut(from, to)),
    fc.tuple(node, node).map(([from, to]) => mend(from, to)),
    fc.tuple(node, node).map(([from, to]) => hold(from, to)),
    fc.tuple(node, node).map(([from, to]) => release(from, to)),
    fc.constant(heal()),
    fc.record({ loss: rate, duplication: rate }).map(network),
    fc.tuple(node, ms, ms).map(([id, byMs, forMs]) => slowDisk(id, byMs, forMs)),
    fc.tuple(node, ms).map(([id, forMs]) => hangDisk(id, forMs)),
    fc.tuple(node, ms).map(([id, forMs]) => fillDisk(id, forMs)),
    node.map(tearDisk),
    node.map(mendDisk),
    fc.tuple(node, fc.integer({ min: -1000, max: 1000 })).map(([id, ms]) => clockJump(id, ms)),
    fc.tuple(node, fc.integer({ min: -200_000, max: 200_000 })).map(([id, p]) => clockDrift(id, p)),
  );
}

/** Any fault that can strike servers, too. */
export function serverFaults(nodes: readonly string[]): fc.Arbitrary<Fault> {
  const node = fc.constantFrom(...nodes);
  const ms = fc.integer({ min: 1, max: 800 });
  const rate = fc.double({ min: 0, max: 0.4, noNaN: true });
  return fc.oneof(
    { weight: 2, arbitrary: faults(nodes) },
    node.map(loseDisk),
    fc.tuple(node, ms).map(([id, forMs]) => slow(id, 5, forMs)),
    fc.tuple(node, ms).map(([id, forMs]) => outage(id, 'refuses', forMs)),
    fc.tuple(node, ms).map(([id, forMs]) => outage(id, 'hangs', forMs)),
    fc
      .tuple(node, rate, ms)
      .map(([id, failureRate, forMs]) => brownout(id, { factor: 3, failureRate }, forMs)),
    fc.tuple(node, ms).map(([id, forMs]) => stall(id, forMs)),
    node.map(recover),
    fc
      .tuple(node, node, rate, ms)
      .map(([from, to, loss, delayMs]) => troubleLink(from, to, { loss, delayMs })),
  );
}

/** Plans of such faults within a span of time. */
export function faultPlans(
  nodes: readonly string[],
  untilMs: number,
  fault = faults(nodes),
): fc.Arbitrary<FaultPlan> {
  const timed = fc.record({ atMs: fc.integer({ min: 0, max: untilMs }), fault });
  return fc.array(timed, { maxLength: 30 });
}
