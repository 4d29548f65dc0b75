/** The worker that copies posts to inboxes at a limited rate: post by post, or in turns. */
import type { Process } from '../../../src/kernel/process.ts';
import { Resource } from '../../../src/kernel/resource.ts';
import type { Server } from '../../../src/world/server.ts';

export const orders = ['in-order', 'in-turns'] as const;
/** `in-turns`: after each batch the next post in line has its turn. */
export type Order = (typeof orders)[number];

export interface WorkerOptions {
  readonly order: Order;
  readonly copiesPerSecond: number;
  readonly batch: number;
}

interface Memory {
  readonly worker: Resource;
  copies: number;
}

/** Answers when the last follower has the post. */
export const workerServer = ({
  order,
  copiesPerSecond,
  batch,
}: WorkerOptions): Server<Memory, { readonly followers: number }> => ({
  kind: 'worker',
  start: () => ({ worker: new Resource(1), copies: 0 }),
  *serve(memory, { followers }, _from, node): Process<boolean> {
    const { worker } = memory;
    yield* worker.acquire();
    for (let left = followers; left > 0; left -= batch) {
      const copies = Math.min(batch, left);
      yield* node.work((copies / copiesPerSecond) * 1_000);
      memory.copies += copies;
      if (order === 'in-turns' && left > batch) {
        worker.release();
        yield* worker.acquire();
      }
    }
    worker.release();
    return true;
  },
  shown: ({ copies, worker }) => ({ copies, waiting: worker.waiting }),
});
