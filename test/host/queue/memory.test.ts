/** Goal: the queue in memory keeps to what every queue does, so that tests with it count. */
import { MemoryQueue } from '../../../src/host/queue/memory.ts';
import { describeQueue } from '../../support/queue-contract.ts';

const places = new Map<string, MemoryQueue>();

describeQueue('in memory', async (place, version) => {
  const shared = places.get(place);
  const queue = shared === undefined ? new MemoryQueue(version) : shared.forVersion(version);
  places.set(place, queue);
  return { queue, close: async () => {} };
});
