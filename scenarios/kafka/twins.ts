/** Two static members with one group.instance.id: the second takes the place of the first. */
import { isRunning, newConsumer } from '../../sims/kafka/consumer/consumer.ts';
import type { Consumer, HasCluster } from '../../sims/kafka/model.ts';
import { kafkaNotes } from '../../sims/kafka/notes.ts';

export interface HasTwins extends HasCluster {
  readonly first: Consumer;
  readonly twin: Consumer;
}

/** Not started yet. */
export const twinOf = ({ group, name, config, work }: Consumer, twin: string): Consumer =>
  newConsumer(group, twin, { config, work, instanceId: name });

/** Calls with the time when a consumer learns that another has taken its place. */
export function whenFenced({ name, cluster }: Consumer, then: (atMs: number) => void): void {
  kafkaNotes.listen(cluster.world.trace, 'fenced', (_note, by, atMs) => {
    if (by === name) then(atMs);
  });
}

export const hasTakenOver = ({ first, twin }: HasTwins): boolean =>
  twin.owned.size > 0 && !isRunning(first);
