/** Client requests to the instances of a scenario, as plain data. */
import * as z from 'zod';
import type { CacheLab } from '../../sims/cache/system.ts';
import type { Operations } from '../../src/lab/scenario.ts';

const app = z.int().min(1).describe('the number of the instance, from 1');
const key = z.string().min(1);

const operationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('read'), key, app }),
  z.strictObject({ kind: z.literal('write'), key, app }),
]);

type CacheOperation = z.infer<typeof operationSchema>;

/** Client requests as steps of a plan. Every system of the run gets them. */
export const cacheOperations: Operations<CacheLab> = {
  schema: operationSchema,
  perform(lab, { kind, key, app }: CacheOperation) {
    for (const system of lab.systems) system[kind](key, app - 1);
  },
  refusal(lab, { app }: CacheOperation) {
    const instances = Math.max(...lab.systems.map(({ apps }) => apps.length));
    if (app <= instances) return undefined;
    return `There is no instance ${app}: they are numbered 1 to ${instances}.`;
  },
  inWords: ({ kind, key, app }: CacheOperation) => `a client ${kind}s ${key} at app${app}`,
};
