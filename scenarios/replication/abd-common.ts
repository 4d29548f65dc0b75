/** What the scenarios of registers share. */
import * as z from 'zod';
import { abdInvariants, type RegisterSubject } from '../../sims/replication/abd/cluster.ts';
import type { AbdMessage } from '../../sims/replication/abd/messages.ts';
import { replication } from '../../sims/replication/replication.ts';
import type { Operations } from '../../src/lab/scenario.ts';
import type { Plan } from '../../src/world/plan.ts';
import type { World } from '../../src/world/world.ts';

const operateSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('read'), server: z.string().min(1) }),
  z.strictObject({
    kind: z.literal('write'),
    server: z.string().min(1),
    value: z.string().min(1),
  }),
]);

type Operate = z.infer<typeof operateSchema>;

const operations: Operations<RegisterSubject> = {
  schema: operateSchema,
  perform(_subject, operation: Operate, world: World) {
    const node = world.node(operation.server);
    const write = operation.kind === 'write' ? operation.value : null;
    const message: AbdMessage = { type: 'Operate', write };
    if (node.life === 'up') node.receive(message, operation.server);
  },
  refusal: ({ registers }, { server }: Operate) =>
    registers.some(({ servers }) => servers.some(({ self }) => self === server))
      ? undefined
      : `There is no server ${server}.`,
  inWords: (operation: Operate) =>
    operation.kind === 'write'
      ? `${operation.server} is asked to write ${operation.value}`
      : `${operation.server} is asked to read`,
};

/** Spread into a scenario. */
export const aboutRegisters = { sim: replication, invariants: abdInvariants, operations };

export const read = (atMs: number, server: string): Plan[number] => ({
  atMs,
  operation: { kind: 'read', server } satisfies Operate,
});

export const write = (atMs: number, server: string, value: string): Plan[number] => ({
  atMs,
  operation: { kind: 'write', server, value } satisfies Operate,
});
