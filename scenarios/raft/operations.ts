/** What clients and operators can do to a Raft cluster, as steps of a plan. */
import * as z from 'zod';
import { leaders, type RaftCluster } from '../../sims/raft/cluster.ts';
import type { RaftGroups } from '../../sims/raft/groups.ts';
import { must } from '../../src/kernel/must.ts';
import { notAmong } from '../../src/lab/input-error.ts';
import type { Operations } from '../../src/lab/scenario.ts';
import type { World } from '../../src/world/world.ts';

const name = z.string().min(1);
const ask = { client: name, of: name.optional(), key: z.string().regex(/^[a-z][a-z0-9]*$/) };

/**
 * `client` asks server `of`, or the server that it asked last. Operators speak to a server
 * directly, to the leader if they name none.
 */
const requests = [
  z.strictObject({ kind: z.literal('get'), ...ask }),
  z.strictObject({ kind: z.literal('put'), ...ask, value: z.string() }),
  z.strictObject({ kind: z.literal('append'), ...ask, value: z.string() }),
  z.strictObject({
    kind: z.literal('cas'),
    ...ask,
    expected: z.string().nullable(),
    value: z.string(),
  }),
  z.strictObject({ kind: z.literal('stand'), server: name }),
] as const;

const raftOperationSchema = z.discriminatedUnion('kind', [
  ...requests,
  z.strictObject({ kind: z.literal('transfer'), server: name.optional(), to: name }),
  z.strictObject({
    kind: z.literal('change-membership'),
    server: name.optional(),
    voters: z.array(name).min(1),
    learners: z.array(name).optional(),
  }),
  z.strictObject({ kind: z.literal('add-server'), server: name }),
  z.strictObject({ kind: z.literal('add-learner'), server: name }),
  z.strictObject({ kind: z.literal('remove-server'), server: name }),
  z.strictObject({ kind: z.literal('take-snapshot'), server: name }),
]);

/** The fields that name nodes. */
const nodeFields: readonly string[] = ['client', 'of', 'server', 'to', 'voters'];

export type RaftOperation = z.infer<typeof raftOperationSchema>;

export const raftOperations: Operations<RaftCluster> = {
  schema: raftOperationSchema,
  perform: (cluster, operation: RaftOperation, world) => {
    switch (operation.kind) {
      case 'get':
      case 'put':
      case 'append':
      case 'cas': {
        const { client, ...asked } = operation;
        return tell(world, client, { type: 'Ask', of: undefined, ...asked });
      }
      case 'stand':
        return tell(world, operation.server, { type: 'StandForElection' });
      case 'transfer':
        return tell(world, operation.server ?? 'leader', {
          type: 'TransferLeadership',
          target: operation.to,
        });
      case 'change-membership':
        return tell(world, operation.server ?? 'leader', {
          type: 'ChangeMembership',
          voters: operation.voters,
          learners: operation.learners ?? [],
        });
      case 'add-server':
      case 'add-learner':
      case 'remove-server':
        return changeOne(cluster, operation, world);
      case 'take-snapshot':
        return tell(world, operation.server, { type: 'TakeSnapshot' });
    }
  },
  refusal: (cluster, operation: RaftOperation, world) => {
    const named = Object.entries(operation).flatMap(([field, value]) =>
      nodeFields.includes(field) ? [value ?? []].flat() : [],
    );
    for (const name of named) {
      const refusal = notAmong('node', name, world.selectors);
      if (refusal !== undefined) return refusal;
    }
    if (operation.kind !== 'remove-server') return undefined;
    const current = configurationOf(cluster);
    if (current === undefined) return undefined;
    const isNone = ![...current.voters, ...current.learners].includes(operation.server);
    return isNone ? `${operation.server} is not a member, so it cannot be removed.` : undefined;
  },
  inWords: (operation: RaftOperation) => {
    switch (operation.kind) {
      case 'get':
        return `${asks(operation)} for ${operation.key}`;
      case 'put':
        return `${asks(operation)} to put ${operation.key}=${operation.value}`;
      case 'append':
        return `${asks(operation)} to append ${operation.value} to ${operation.key}`;
      case 'cas':
        return `${asks(operation)} to change ${operation.key} from ${operation.expected} to ${operation.value}`;
      case 'stand':
        return `the election timeout of ${operation.server} fires`;
      case 'transfer':
        return `an operator wants ${operation.to} to lead`;
      case 'change-membership':
        return `an operator wants ${operation.voters.join(' ')} to be the voters${learnersInWords(operation.learners)}`;
      case 'add-server':
        return `an operator wants to add ${operation.server}`;
      case 'add-learner':
        return `an operator wants ${operation.server} to learn without a vote`;
      case 'remove-server':
        return `an operator wants to remove ${operation.server}`;
      case 'take-snapshot':
        return `${operation.server} is told to take a snapshot`;
    }
  },
};

/**
 * If there are several groups, a server or client belongs to one of them. Members do not change.
 */
export const groupOperations: Operations<RaftGroups> = {
  schema: z.discriminatedUnion('kind', requests),
  perform: ({ groups }, operation: RaftOperation, world) =>
    raftOperations.perform(must(groups[0], 'first group'), operation, world),
  refusal: ({ groups }, operation: RaftOperation, world) =>
    raftOperations.refusal?.(must(groups[0], 'first group'), operation, world),
  inWords: raftOperations.inWords,
};

function asks({ client, of }: { client: string; of?: string | undefined }): string {
  return `${client} asks ${of ?? 'the server that it asked last'}`;
}

function learnersInWords(learners: readonly string[] = []): string {
  return learners.length === 0 ? '' : `, and ${learners.join(' ')} to learn`;
}

/**
 * AddServer and RemoveServer (dissertation, §4.1), and etcd's AddLearnerNode: the leader's present
 * members plus or minus one server.
 */
function changeOne(
  cluster: RaftCluster,
  { kind, server }: RaftOperation & { kind: 'add-server' | 'add-learner' | 'remove-server' },
  world: World,
): void {
  const [leader] = leaders(cluster);
  const current = configurationOf(cluster);
  if (leader === undefined || current === undefined) return;
  const withServer = (ids: readonly string[], isIn: boolean) =>
    [...ids.filter((id) => id !== server), ...(isIn ? [server] : [])].sort();
  const voters = withServer(current.voters, kind === 'add-server');
  const learners = withServer(current.learners, kind === 'add-learner');
  if (voters.length > 0) tell(world, leader.self, { type: 'ChangeMembership', voters, learners });
}

/** The members as the leader has them now; undefined if there is no leader. */
function configurationOf(cluster: RaftCluster) {
  return leaders(cluster)[0]?.state?.configurations.at(-1)?.configuration;
}

/** Delivers a message to every node that the selector names and that is up. */
function tell(world: World, selector: string, message: object): void {
  for (const id of world.select(selector)) {
    const node = world.node(id);
    if (node.life === 'up') node.receive(message, id);
  }
}
