/** The registry of schemas: it gives an id to a schema that is compatible with earlier ones, and the schema to an id. */
import { Refusal } from '../../../src/world/call.ts';
import type { Server } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { DeploymentRules } from '../rules.ts';
import { type Compatibility, incompatibility } from './compatibility.ts';
import { parseSchema } from './parse.ts';
import type { AvroSchema, Type } from './types.ts';

interface Registering {
  readonly register: AvroSchema;
  /** What the change is called. */
  readonly change: string;
}

type Request = Registering | { readonly id: number };

interface Memory {
  readonly schemas: AvroSchema[];
  /** The same, parsed. */
  readonly types: Type[];
}

/** Ids count from 1. */
export const registryServer = (
  compatibility: Compatibility,
  rules: DeploymentRules,
): Server<Memory, Request> => ({
  kind: 'registry',
  start: () => ({ schemas: [], types: [] }),
  serve({ schemas, types }, request, _from, node) {
    if ('id' in request) return schemas[request.id - 1];
    const next = parseSchema(request.register);
    const earlier = rules['check-all-earlier-schemas'] ? types : types.slice(-1);
    const why = rules['check-schema-before-deploy']
      ? incompatibility(next, earlier, compatibility)
      : undefined;
    if (why !== undefined) {
      note(node, { kind: 'refuses-schema', change: request.change, why });
      throw new Refusal('incompatible', why);
    }
    schemas.push(request.register);
    types.push(next);
    note(node, { kind: 'registers', id: types.length, change: request.change });
    return types.length;
  },
  shown: ({ types }) => ({ schemas: types.length }),
});
