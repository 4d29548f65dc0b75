import type { Process } from '../../src/kernel/process.ts';
import { pick } from '../../src/kernel/random.ts';
import { Refusal } from '../../src/world/call.ts';
import { client, type Server, type ServerContext } from '../../src/world/server.ts';
import { type Column, isRefused, type Row, selected, written } from './migration/table.ts';
import {
  contractedSchema,
  dualWriting,
  expandedSchema,
  newOnly,
  releaseName,
  schemaNames,
  schemasOf,
  versionsOf,
} from './migration/versions.ts';
import { note } from './notes.ts';
import type { DeploymentRules } from './rules.ts';
import { users } from './users.ts';

type Statement = { readonly select: Column } | { readonly update: readonly Column[] };
type DatabaseRequest = Statement | { readonly migrate: number };

export const databaseServer = (
  rules: DeploymentRules,
): Server<{ schema: number; row: Row }, DatabaseRequest> => ({
  kind: 'database',
  start: () => ({ schema: 0, row: { old: 'current', new: 'current' } }),
  serve(memory, request, _from, node) {
    if ('migrate' in request) {
      memory.schema = request.migrate;
      note(node, { kind: 'migrates', schema: schemaNames[request.migrate] ?? '' });
      return 'migrated';
    }
    const schema = schemasOf(rules)[memory.schema] ?? { old: 'absent', new: 'absent' };
    const result =
      'select' in request
        ? selected(schema, memory.row, request.select)
        : written(schema, memory.row, current(request.update));
    if (isRefused(result)) {
      note(node, { kind: 'refuses', why: result.refused });
      throw new Refusal(result.refused);
    }
    return 'done';
  },
  shown: ({ schema }) => ({ schema }),
});

const current = (columns: readonly Column[]) =>
  Object.fromEntries(columns.map((column) => [column, 'current' as const]));

type AppRequest = 'read' | 'write' | { readonly deploy: number; readonly readyMs: number };

/** An instance. It has its release once it is ready, and gets no requests meanwhile. */
export const appServer = (
  database: string,
  release: number,
  rules: DeploymentRules,
): Server<{ release: number }, AppRequest> => ({
  kind: 'app',
  start: () => ({ release }),
  *serve(memory, request, _from, node): Process<string> {
    if (typeof request === 'object') {
      yield* node.sleep(request.readyMs);
      memory.release = request.deploy;
      note(node, { kind: 'is-ready', release: releaseName(request.deploy) });
      return 'ready';
    }
    const { reads, writes } = versionsOf(rules)[memory.release] ?? { reads: 'old', writes: [] };
    const statement: Statement = request === 'read' ? { select: reads } : { update: writes };
    try {
      return yield* node.call<string>(database, statement);
    } catch (failure) {
      if (failure instanceof Refusal) throw new Refusal(failure.reason);
      throw failure;
    }
  },
  shown: ({ release }) => ({ release: release + 1 }),
});

type RouterRequest = 'read' | 'write' | { readonly rotation: readonly string[] };

/** Hands each request to any instance of its rotation, each as likely. */
export const routerServer = (
  rotation: readonly string[],
): Server<{ rotation: readonly string[] }, RouterRequest> => ({
  kind: 'router',
  start: () => ({ rotation }),
  *serve(memory, request, _from, node): Process<string> {
    if (typeof request === 'object') {
      memory.rotation = request.rotation;
      note(node, {
        kind: 'routes',
        instances: request.rotation.length,
        first: request.rotation[0] ?? '',
      });
      return 'routed';
    }
    return yield* node.call<string>(pick(node.stream('instance'), memory.rotation), request);
  },
  shown: (memory) => ({ rotation: memory.rotation.length }),
});

export interface UserTotals {
  sent: number;
  failed: number;
  /** The first answer that a user got to a request that failed. */
  reason: string | undefined;
}

/** Half of the requests are writes. */
export const usersOf = (router: string, perSecond: number, totals: UserTotals) =>
  users(
    perSecond,
    (node) => {
      totals.sent += 1;
      return node.call(router, node.stream('kind')() < 0.5 ? 'read' : 'write');
    },
    (failure) => {
      totals.failed += 1;
      totals.reason ??= `${failure}`;
    },
  );

/** What is deployed first: the new column beside the old one, or in its place. */
export function firstDeployment(rules: DeploymentRules): { release: number; schema: number } {
  return rules['schema-serves-both-releases']
    ? { release: dualWriting, schema: expandedSchema }
    : { release: newOnly, schema: contractedSchema };
}

export interface Rollout {
  readonly database: string;
  readonly router: string;
  /** What serves before, and what serves afterwards: the same instances if they are replaced one by one. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly release: number;
  readonly schema: number;
  readonly readyMs: number;
  /** From the change of the schema to the switch, if a second fleet takes over. */
  readonly switchMs: number;
  readonly deployMs: number;
  readonly rollBackMs: number;
}

/** Changes the schema, deploys, and goes back to the first release later; the schema stays. */
export const operator = (rollout: Rollout) =>
  client('operator', (node) => {
    node.spawn(works(node, rollout));
    return {};
  });

function* works(node: ServerContext, rollout: Rollout): Process<void> {
  const { database, router, before, after, release, schema, switchMs } = rollout;
  yield* node.sleep(rollout.deployMs - node.now());
  yield* node.call(database, { migrate: schema });
  const isRolling = before === after;
  if (isRolling) yield* replaced(node, rollout, release);
  else {
    yield* node.sleep(switchMs);
    yield* node.call(router, { rotation: after });
  }
  yield* node.sleep(rollout.rollBackMs - node.now());
  if (isRolling) yield* replaced(node, rollout, 0);
  else yield* node.call(router, { rotation: before });
}

/** One instance after the other leaves the rotation, and comes back with its other release. */
function* replaced(node: ServerContext, rollout: Rollout, release: number): Process<void> {
  const { router, before, readyMs } = rollout;
  for (const instance of before) {
    yield* node.call(router, { rotation: before.filter((other) => other !== instance) });
    yield* node.call(instance, { deploy: release, readyMs });
  }
  yield* node.call(router, { rotation: before });
}
