/**
 * WARS trials in a world without machines: a batch at a time, with the last trial of each in the
 * trace.
 */
import type { World } from '../../../src/world/world.ts';
import { note } from '../notes.ts';
import type { ReplicationSubject } from '../subject.ts';
import type { QuorumSizes } from './k-staleness.ts';
import type { Latencies } from './latencies.ts';
import { Versions } from './versions.ts';
import { Wars } from './wars.ts';

const batches = 20;

/** A batch takes a millisecond of virtual time. */
export const studyMs = batches + 1;

/** Calls back for each trial; the notes describe those sizes. */
export function warsStudy(
  world: World,
  { trials, latencies, sizes }: { trials: number; latencies: Latencies; sizes: QuorumSizes },
  each: (wars: Wars) => void,
): ReplicationSubject {
  const { replicas, reads, writes } = sizes;
  const wars = new Wars(replicas, latencies, world.kernel.random.stream('wars'));
  const tryOnce = () => {
    wars.next();
    each(wars);
  };
  return inBatches(world, trials, tryOnce, (trial) => {
    const commitMs = wars.writeLatencyMs(writes);
    return { kind: 'trial', trial, commitMs, freshAfterMs: wars.freshAfterMs(reads, writes) };
  });
}

/** Reads of a store of versions, each trial with its own writes. */
export function versionStudy(
  world: World,
  { trials, sizes, writes }: { trials: number; sizes: QuorumSizes; writes: number },
  each: (versions: Versions) => void,
): ReplicationSubject {
  const versions = new Versions(sizes, world.kernel.random.stream('versions'));
  const tryOnce = () => {
    versions.begin();
    for (let write = 0; write < writes; write++) versions.write();
    each(versions);
  };
  return inBatches(world, trials, tryOnce, (trial) => {
    const { latest } = versions;
    return { kind: 'version-trial', trial, latest, found: versions.read() };
  });
}

function inBatches(
  world: World,
  trials: number,
  tryOnce: () => void,
  toldOfLast: (trial: number) => Parameters<typeof note>[1],
): ReplicationSubject {
  let done = 0;
  const runUntil = (end: number) => {
    for (; done < end; done++) tryOnce();
    note({ note: (said) => world.note('study', said) }, toldOfLast(done));
  };
  for (let batch = 1; batch <= batches; batch++)
    world.at(batch, () => runUntil(Math.round((trials * batch) / batches)));
  return { breaches: { of: () => undefined }, rows: () => [] };
}
