/** Goal: the registry, the topic and the judge of events do what they say, and a broken reader is seen. */
import { expect, test } from 'vitest';
import type { DeploymentLaw } from '../../../sims/deployment/laws.ts';
import { deploymentRules } from '../../../sims/deployment/rules.ts';
import { compatibilities, incompatibility } from '../../../sims/deployment/schema/compatibility.ts';
import { EventJudge, promises } from '../../../sims/deployment/schema/judge.ts';
import { parseSchema } from '../../../sims/deployment/schema/parse.ts';
import {
  factOf,
  firstFields,
  orderSchema,
  proposalNames,
  proposals,
} from '../../../sims/deployment/schema/proposals.ts';
import { registryServer } from '../../../sims/deployment/schema/registry.ts';
import { topicServer } from '../../../sims/deployment/schema/topic.ts';
import type { FieldSchema, RecordType } from '../../../sims/deployment/schema/types.ts';
import { Study } from '../../../src/check/study.ts';
import { Refusal } from '../../../src/world/call.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import { World } from '../../../src/world/world.ts';

const rules = deploymentRules.without();
const node = { note: () => undefined } as unknown as ServerContext;

test('whom a compatibility promises that it reads everything', () => {
  const promised = compatibilities.map((one) =>
    (['live', 'replay', 'first'] as const).filter((role) => promises(one, role)),
  );
  expect(promised).toEqual([
    ['live', 'replay'],
    ['live', 'first'],
    ['live', 'replay', 'first'],
  ]);
});

/** Each change against the schema before alone, all changes before it made. */
test('which compatibilities each proposal has', () => {
  const found: Record<string, readonly string[]> = {};
  let fields: readonly FieldSchema[] = firstFields;
  for (const change of proposalNames) {
    const next = proposals[change](fields);
    const [before, after] = [fields, next].map((one) => parseSchema(orderSchema(one))) as [
      RecordType,
      RecordType,
    ];
    found[change] = compatibilities.filter((one) => !incompatibility(after, [before], one));
    // Of two renamings of one field the second is tried from where the first began.
    if (change !== 'rename') fields = next;
  }
  expect(found).toEqual({
    'add-optional': ['backward', 'forward', 'full'],
    'add-required': ['forward'],
    'take-default-away': ['backward', 'forward', 'full'],
    'give-default': ['backward', 'forward', 'full'],
    'delete-it-then': ['backward', 'forward', 'full'],
    rename: [],
    'rename-with-alias': ['backward'],
    'int-to-long': ['backward'],
    'add-symbol': ['backward', 'forward', 'full'],
    'delete-optional': ['backward', 'forward', 'full'],
    'change-places': ['backward', 'forward', 'full'],
  });
  expect(['total', 'cents', 'note'].map(factOf)).toEqual(['amount', 'amount', 'note']);
});

test('the registry gives ids from 1, and refuses what an earlier schema does not go with', () => {
  const registry = registryServer('backward', rules);
  const memory = registry.start(node, { journal: [], torn: undefined });
  const registers = (fields: readonly FieldSchema[]) =>
    registry.serve(memory, { register: orderSchema(fields), change: 'x' }, 'team', node);
  const first = firstFields;
  const second = proposals['add-optional'](first);
  expect([registers(first), registers(second)]).toEqual([1, 2]);
  expect(registry.serve(memory, { id: 2 }, 'client', node)).toEqual(orderSchema(second));
  const third = proposals['take-default-away'](second);
  expect(() => registers(third)).toThrow(Refusal);
  expect(registry.shown(memory)).toEqual({ schemas: 2 });
});

test('a topic keeps its messages, and reads from any of them', () => {
  const memory = topicServer.start(node, { journal: [], torn: undefined });
  const asks = (request: Parameters<typeof topicServer.serve>[1]) =>
    topicServer.serve(memory, request, 'client', node);
  expect([asks({ append: [1] }), asks({ append: [2] }), asks({ append: [3] })]).toEqual([0, 1, 2]);
  expect(asks({ from: 1, most: 1 })).toEqual([[2]]);
  expect(asks({ from: 1, most: 9 })).toEqual([[2], [3]]);
  expect(asks('end')).toBe(3);
});

test('the judge sees a value that is not what was written, unless the reader could not know it', () => {
  const study = new Study<DeploymentLaw>(new World('judge'));
  const judge = new EventJudge(study, 'backward');
  const type = parseSchema(
    orderSchema([
      { name: 'id', type: 'int' },
      { name: 'extra', type: 'string', default: 'none' },
      { name: 'status', type: { type: 'enum', name: 'S', symbols: ['OTHER'], default: 'OTHER' } },
    ]),
  ) as RecordType;
  const writer = parseSchema(
    orderSchema([
      { name: 'id', type: 'int' },
      { name: 'status', type: { type: 'enum', name: 'S', symbols: ['PAID'] } },
    ]),
  ) as RecordType;
  const message = [1];
  judge.writes(message, { id: 7, extra: 'kept', status: 'PAID' }, writer);
  const law = () => study.breaches.of('events-keep-meaning');
  judge.reads('live', message, type, { id: 7, extra: 'none', status: 'OTHER' });
  expect(law()).toBeUndefined();
  judge.reads('live', message, type, { id: 8, extra: 'none', status: 'OTHER' });
  expect(law()).toBe('a consumer that is upgraded in turn reads id of order 7 as 8 instead of 7');
  judge.fails('first', 3, 'why');
  expect(study.breaches.of('every-event-is-read')).toBeUndefined();
  judge.fails('replay', 3, 'why');
  expect(study.breaches.of('every-event-is-read')).toBe(
    'a new consumer cannot read event 3 (backward): why',
  );
  expect([judge.events, judge.seen, judge.unreadable]).toEqual([
    1,
    { live: 2, replay: 1, first: 1 },
    { live: 0, replay: 1, first: 1 },
  ]);
});
