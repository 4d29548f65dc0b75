/** What can be done to the caches of a scenario: clients' requests and mishaps, as plain data. */
import { z } from 'zod';
import type { Key } from '../../sims/cache/row.ts';
import type { CacheLab, CacheSystem } from '../../sims/cache/system.ts';
import type { Operations } from '../../src/lab/scenario.ts';

const app = z.int().min(1).describe('the number of the instance, from 1');
const key = z.string().min(1);

const operationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('read'), key, app }),
  z.strictObject({ kind: z.literal('write'), key, app }),
  z.strictObject({ kind: z.literal('lose-cache') }),
  z.strictObject({ kind: z.literal('crash-app'), app }),
  z.strictObject({ kind: z.literal('restart-app'), app }),
  z.strictObject({ kind: z.literal('pause-app'), app, forMs: z.number().min(0) }),
  z.strictObject({ kind: z.literal('crash-lock-holder'), key }),
  z.strictObject({ kind: z.literal('pause-lock-holder'), key, forMs: z.number().min(0) }),
  z.strictObject({ kind: z.literal('database-down'), forMs: z.number().min(0) }),
]);

export type CacheOperation = z.infer<typeof operationSchema>;

/** Clients' requests and mishaps, as steps of a plan. They befall every system of the run. */
export const cacheOperations: Operations<CacheLab> = {
  schema: operationSchema,
  perform(lab, operation: CacheOperation) {
    for (const system of lab.systems) perform(system, operation);
  },
  refusal(lab, operation: CacheOperation) {
    if (!('app' in operation)) return undefined;
    const instances = Math.max(...lab.systems.map(({ apps }) => apps.length));
    if (operation.app <= instances) return undefined;
    return `There is no instance ${operation.app}: they are numbered 1 to ${instances}.`;
  },
  inWords: operationInWords,
};

function perform(system: CacheSystem, operation: CacheOperation): void {
  switch (operation.kind) {
    case 'read':
      return system.read(operation.key, operation.app - 1);
    case 'write':
      return system.write(operation.key, operation.app - 1);
    case 'lose-cache':
      return system.loseCache();
    case 'crash-app':
      return system.crashInstance(operation.app - 1);
    case 'restart-app':
      return system.restartInstance(operation.app - 1);
    case 'pause-app':
      return system.pauseInstance(operation.app - 1, operation.forMs);
    case 'crash-lock-holder':
      return system.crashInstance(lockHolder(system, operation.key));
    case 'pause-lock-holder':
      return system.pauseInstance(lockHolder(system, operation.key), operation.forMs);
    case 'database-down':
      return system.databaseDown(operation.forMs);
  }
}

/** The place of the instance that holds the lock of a key; -1 where none does. */
function lockHolder({ apps, server }: CacheSystem, lockedKey: Key): number {
  const owner = server.locks.get(lockedKey)?.owner ?? '';
  return apps.findIndex(({ id }) => owner.startsWith(`${id}#`));
}

function operationInWords(operation: CacheOperation): string {
  switch (operation.kind) {
    case 'read':
      return `a client reads ${operation.key} at app${operation.app}`;
    case 'write':
      return `a client writes ${operation.key} at app${operation.app}`;
    case 'lose-cache':
      return 'the cache crashes';
    case 'crash-app':
      return `app${operation.app} crashes`;
    case 'restart-app':
      return `app${operation.app} is started again`;
    case 'pause-app':
      return `app${operation.app} stops for ${operation.forMs} ms`;
    case 'crash-lock-holder':
      return `whoever holds the lock of ${operation.key} crashes`;
    case 'pause-lock-holder':
      return `whoever holds the lock of ${operation.key} stops for ${operation.forMs} ms`;
    case 'database-down':
      return `the database goes down for ${operation.forMs} ms`;
  }
}
