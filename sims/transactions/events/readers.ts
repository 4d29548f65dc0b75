/** Services that read events written by others in another schema version. */
import type { Breaches } from '../../../src/check/breaches.ts';
import { Refusal } from '../../../src/world/call.ts';
import type { Server } from '../../../src/world/server.ts';
import { canRead, type Schema } from './compatibility.ts';
import type { EventLaw } from './laws.ts';
import type { EventRules } from './rules.ts';
import { type Registered, upcast } from './versions.ts';

export const unreadable = new Refusal('unreadable');

/** Its schema is its code: it reads matching events, and refuses the rest. */
export const schemaReader = (schema: Schema): Server<null, { readonly written: Schema }> => ({
  kind: 'schema-reader',
  start: () => null,
  serve(_memory, { written }) {
    if (!canRead(schema, written)) throw unreadable;
    return 'read';
  },
  shown: () => ({}),
});

/** It knows the newest version only. */
export const newestReader = (
  rules: EventRules,
  breaches: Breaches<EventLaw>,
): Server<null, { readonly registered: Registered }> => ({
  kind: 'newest-reader',
  start: () => null,
  serve(_memory, { registered }) {
    const event = rules['upcast-old-events'] ? upcast(registered) : registered;
    if (event.version === 3) return event;
    breaches.report('every-version-reads', `an event of version ${event.version} cannot be read`);
    throw unreadable;
  },
  shown: () => ({}),
});
