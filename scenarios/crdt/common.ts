/** What the scenarios of replicated data have in common: operations, random edits, network. */
import * as z from 'zod';
import type { TypeName } from '../../sims/crdt/catalogue.ts';
import { crdt } from '../../sims/crdt/crdt.ts';
import { crdtInvariants } from '../../sims/crdt/invariants.ts';
import { editInWords } from '../../sims/crdt/notes.ts';
import { evictionRefusalOf, refusalOf } from '../../sims/crdt/refusal.ts';
import {
  type Experiment,
  edit,
  evict,
  groupOf,
  type PolicyName,
} from '../../sims/crdt/replication/group.ts';
import { drawnFrom } from '../../src/kernel/distribution.ts';
import { log, pow } from '../../src/kernel/elementary.ts';
import { chance, pick, type RandomStream, randomInteger } from '../../src/kernel/random.ts';
import { distribution } from '../../src/lab/params.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { inTenths } from '../../src/words/numbers.ts';
import type { NetworkConditions } from '../../src/world/network.ts';
import type { Plan } from '../../src/world/plan.ts';

const name = z.string().min(1).max(40);
const amount = z.int().min(-1_000_000).max(1_000_000);
const position = z.int().min(0).max(1_000_000);

const path = z.array(name).min(1).max(8);
/** How many events of each replica a client had read. */
const read = z.record(name, z.int().min(0).max(1_000_000)).optional();

const editSchema = z.union([
  z.strictObject({ add: amount }),
  z.strictObject({ reset: z.literal(true) }),
  z.strictObject({ path, count: amount }),
  z.strictObject({ path, raise: z.literal(true) }),
  z.strictObject({ path, write: name, read }),
  z.strictObject({ path, clear: z.literal(true), read }),
  z.strictObject({ transfer: z.int().min(0), to: name }),
  z.strictObject({ key: name, add: name }),
  z.strictObject({ key: name, remove: name }),
  z.strictObject({ removeKey: name }),
  z.strictObject({ add: name }),
  z.strictObject({ remove: name }),
  z.strictObject({ write: name }),
  z.strictObject({ set: z.record(name, name) }),
  z.strictObject({ at: position, type: z.string().min(1).max(10_000) }),
  z.strictObject({ at: position, delete: z.int().min(1) }),
]);

const editOperation = z.strictObject({ replica: name, edit: editSchema });
const evictOperation = z.strictObject({ replica: name, evict: z.array(name).min(1).max(49) });
const operationSchema = z.union([editOperation, evictOperation]);

/** An edit at a replica. */
export type EditOperation = z.output<typeof editOperation>;
/** A replica is asked to go on without others. */
export type EvictOperation = z.output<typeof evictOperation>;
export type AnyEdit = EditOperation['edit'];

/** Calls the listener with every edit that is asked for. */
export function onEdit(
  trace: Trace,
  listener: (operation: EditOperation, atMs: number) => void,
): void {
  trace.on('operation', ({ detail, atMs }) => {
    const operation = detail as EditOperation | EvictOperation;
    if ('edit' in operation) listener(operation, atMs);
  });
}

/** The network's parameters, with the shares of messages that are lost and doubled by default. */
export const networkParams = (shares: { loss?: number; duplication?: number } = {}) => ({
  latencyMs: distribution(5, 40).describe('time of a message on its way, one way, uniform'),
  loss: share(shares.loss).describe('share of messages that are lost'),
  duplication: share(shares.duplication).describe('share of messages that arrive twice'),
});

interface NetworkParams {
  readonly latencyMs: { readonly min: number; readonly max: number };
  readonly loss: number;
  readonly duplication: number;
}

const share = (byDefault = 0.1) => z.number().min(0).max(0.7).default(byDefault);

export const replicasParam = z
  .int()
  .min(2)
  .max(50)
  .default(3)
  .describe('how many replicas there are');
export const gossipParam = z
  .number()
  .min(5)
  .max(60_000)
  .default(50)
  .describe('how often replicas gossip');

/**
 * How long everything takes to get everywhere, but for once in 10^12 times: a round fails where what
 * one has, or the answer to it, is lost.
 */
export function settleMs(params: NetworkParams & { readonly gossipMs: number }): number {
  const { loss, gossipMs, latencyMs } = params;
  const failure = 1 - pow(1 - loss, 2);
  const rounds = failure === 0 ? 1 : Math.ceil(log(1e-12) / log(failure));
  return (rounds + 2) * (gossipMs + 2 * latencyMs.max);
}

/** Spread into a scenario. */
export const aboutCrdt = {
  sim: crdt,
  invariants: crdtInvariants,
  network: ({ latencyMs, loss, duplication }: NetworkParams): Partial<NetworkConditions> => ({
    latencyMs: drawnFrom(latencyMs),
    loss,
    duplication,
  }),
  operations: {
    schema: operationSchema,
    perform: (experiment: Experiment, operation: EditOperation | EvictOperation) => {
      const { replica } = operation;
      const group = groupOf(experiment, replica);
      if (group === undefined) return;
      if ('evict' in operation) evict(group, replica, operation.evict);
      else edit(group, replica, operation.edit);
    },
    refusal: (experiment: Experiment, operation: EditOperation | EvictOperation) =>
      'evict' in operation
        ? evictionRefusalOf(experiment, operation.replica, operation.evict)
        : refusalOf(experiment, operation.replica, operation.edit),
    inWords: (operation: EditOperation | EvictOperation) =>
      'evict' in operation
        ? `${operation.replica}: evict ${operation.evict.join(', ')}`
        : `${operation.replica}: ${editInWords(operation.edit)}`,
  },
};

export function at(atMs: number, replica: string, what: AnyEdit): Plan[number] {
  return { atMs, operation: { replica, edit: what } satisfies EditOperation };
}

export function evictAt(atMs: number, replica: string, nodes: readonly string[]): Plan[number] {
  return { atMs, operation: { replica, evict: [...nodes] } satisfies EvictOperation };
}

/** r1, r2, … */
export function replicaNames(replicas: number): string[] {
  return Array.from({ length: replicas }, (_, index) => `r${index + 1}`);
}

const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;

/** An edit such as people make at a type; few different elements, so that they meet. */
export function drawEdit(
  type: TypeName,
  stream: RandomStream,
  replicas: readonly string[],
): AnyEdit {
  const element = () => pick(stream, ['x', 'y', 'z']);
  switch (type) {
    case 'g-counter':
      return { add: randomInteger(stream, 1, 3) };
    case 'pn-counter':
      return {
        add: chance(stream, 0.5) ? randomInteger(stream, 1, 3) : -randomInteger(stream, 1, 3),
      };
    case 'bounded-counter':
      if (chance(stream, 0.2))
        return { transfer: randomInteger(stream, 1, 2), to: pick(stream, replicas) };
      return {
        add: chance(stream, 0.4) ? randomInteger(stream, 1, 4) : -randomInteger(stream, 1, 3),
      };
    case 'reset-counter':
      return chance(stream, 0.25)
        ? { reset: true }
        : { add: randomInteger(stream, 1, 4) - (chance(stream, 0.3) ? 5 : 0) };
    case 'g-set':
      return { add: element() };
    case 'two-phase-set':
    case 'or-set':
    case 'collected-set':
    case 'orswot':
    case 'remove-wins-set':
      return chance(stream, 0.6) ? { add: element() } : { remove: element() };
    case 'lww-register':
    case 'mv-register':
      return { write: pick(stream, letters) };
    case 'lww-map':
      return { set: { [element()]: pick(stream, letters) } };
    case 'or-map':
      if (chance(stream, 0.25)) return { removeKey: pick(stream, ['k', 'l']) };
      if (chance(stream, 0.2)) return { key: pick(stream, ['k', 'l']), remove: element() };
      return { key: pick(stream, ['k', 'l']), add: element() };
    case 'document-map':
      return drawDocumentEdit(stream, replicas);
    case 'rga':
    case 'fugue':
      if (chance(stream, 0.3)) return { at: randomInteger(stream, 0, 6), delete: 1 };
      return { at: randomInteger(stream, 0, 6), type: pick(stream, letters) };
    case 'rga-runs': {
      const length = randomInteger(stream, 1, 3);
      if (chance(stream, 0.3)) return { at: randomInteger(stream, 0, 6), delete: length };
      return { at: randomInteger(stream, 0, 6), type: pick(stream, letters).repeat(length) };
    }
  }
}

/** At one of few places, some below others; every other write and clear brings a context, which may be stale. */
function drawDocumentEdit(stream: RandomStream, replicas: readonly string[]): AnyEdit {
  const path = pick(stream, [['k'], ['m', 'k'], ['m', 'l'], ['m', 'n', 'k']]);
  const counts = replicas.map((replica) => [replica, randomInteger(stream, 0, 3)] as const);
  const put = chance(stream, 0.5) ? { read: Object.fromEntries(counts) } : {};
  const kind = stream();
  if (kind < 0.25) return { path, count: randomInteger(stream, 1, 3) };
  if (kind < 0.4) return { path, raise: true };
  if (kind < 0.75) return { path, write: pick(stream, letters), ...put };
  return { path: path.slice(0, randomInteger(stream, 1, path.length)), clear: true, ...put };
}

/** An edit that an untouched replica of the type accepts. */
export function firstEdit(type: TypeName): AnyEdit {
  switch (type) {
    case 'g-counter':
    case 'pn-counter':
    case 'bounded-counter':
    case 'reset-counter':
      return { add: 2 };
    case 'lww-register':
    case 'mv-register':
      return { write: 'a' };
    case 'lww-map':
      return { set: { x: 'a' } };
    case 'or-map':
      return { key: 'k', add: 'x' };
    case 'document-map':
      return { path: ['m', 'k'], count: 1 };
    case 'rga':
    case 'rga-runs':
    case 'fugue':
      return { at: 0, type: 'a' };
    default:
      return { add: 'x' };
  }
}

const typeNames = [
  'g-counter',
  'pn-counter',
  'bounded-counter',
  'reset-counter',
  'g-set',
  'two-phase-set',
  'or-set',
  'collected-set',
  'orswot',
  'remove-wins-set',
  'lww-register',
  'mv-register',
  'lww-map',
  'or-map',
  'document-map',
  'rga',
  'rga-runs',
  'fugue',
] as const satisfies readonly TypeName[];

export const typeParam = (byDefault: TypeName) =>
  z.enum(typeNames).default(byDefault).describe('the replicated type');

export const policyParam = (byDefault: PolicyName) =>
  z
    .enum(['state', 'op', 'delta', 'stable-state'])
    .default(byDefault)
    .describe(
      'what replicas ship: whole states, operations, deltas, or states that acknowledge events so that tombstones can go',
    );

const onlyOps: readonly TypeName[] = ['rga', 'rga-runs', 'fugue'];
const noOps: readonly TypeName[] = [
  'bounded-counter',
  'reset-counter',
  'two-phase-set',
  'collected-set',
  'orswot',
  'remove-wins-set',
  'mv-register',
  'lww-map',
  'or-map',
  'document-map',
];

/** For `check` of a schema: not every type is written for every policy. */
export function suitPolicy({ value, issues }: z.core.ParsePayload<TypeAndPolicy>): void {
  const { type, policy } = value;
  const refuse = (message: string): void => {
    issues.push({ code: 'custom', path: ['policy'], message, input: policy });
  };
  if (onlyOps.includes(type) && policy !== 'op') {
    refuse(`${type} is shipped as operations only, so set policy=op`);
  }
  if (policy === 'stable-state' && type !== 'collected-set') {
    refuse(`${type} cannot collect tombstones, so set policy=state, or type=collected-set`);
  }
  if (noOps.includes(type) && policy === 'op') {
    refuse(`${type} is not shipped as operations, so set policy=state or policy=delta`);
  }
}

interface TypeAndPolicy {
  readonly type: TypeName;
  readonly policy: PolicyName;
}

/** `12.3 ms`; a dash where there is nothing to show. */
export function inMs(value: number | undefined): string {
  return value === undefined ? '—' : `${inTenths(value)} ms`;
}
