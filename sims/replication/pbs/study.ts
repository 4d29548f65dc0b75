/** Trials of WARS in a world without machines: a batch of them at a time, and the last of each in the trace. */
import type { World } from '../../../src/world/world.ts';
import { note } from '../notes.ts';
import type { ReplicationSubject } from '../subject.ts';
import type { QuorumSizes } from './k-staleness.ts';
import type { Latencies } from './latencies.ts';
import { Wars } from './wars.ts';

const batches = 20;

/** In virtual time a batch takes a millisecond. */
export const studyMs = batches + 1;

/** Calls back for each trial; the notes are about those sizes. */
export function warsStudy(
  world: World,
  { trials, latencies, sizes }: { trials: number; latencies: Latencies; sizes: QuorumSizes },
  each: (wars: Wars) => void,
): ReplicationSubject {
  const { replicas, reads, writes } = sizes;
  const wars = new Wars(replicas, latencies, world.kernel.random.stream('wars'));
  let done = 0;
  const runUntil = (end: number) => {
    for (; done < end; done++) {
      wars.next();
      each(wars);
    }
    const commitMs = wars.writeLatencyMs(writes);
    const freshAfterMs = wars.freshAfterMs(reads, writes);
    note(
      { note: (said) => world.note('study', said) },
      { kind: 'trial', trial: done, commitMs, freshAfterMs },
    );
  };
  for (let batch = 1; batch <= batches; batch++)
    world.at(batch, () => runUntil(Math.round((trials * batch) / batches)));
  return { breaches: { of: () => undefined }, rows: () => [] };
}
