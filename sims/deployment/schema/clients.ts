/** Producers and consumers of a topic, which are deployed with one version of the schema after the other. */
import { sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { pick, type RandomStream, randomInteger } from '../../../src/kernel/random.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { DeploymentRules } from '../rules.ts';
import { decoded, encoded } from './binary.ts';
import type { EventJudge, Facts, Role } from './judge.ts';
import { parseSchema } from './parse.ts';
import { factOf } from './proposals.ts';
import { resolved } from './resolution.ts';
import { framed, type Message, unframed } from './topic.ts';
import type { AvroSchema, RecordType, Type, Value } from './types.ts';
import { Unreadable } from './unreadable.ts';

export interface Deploying {
  /** The id of the schema. */
  readonly deploy: number;
  readonly readyMs: number;
}

/** The servers that a client talks to, and what watches it. */
export interface Surroundings {
  readonly registry: string;
  readonly topic: string;
  readonly judge: EventJudge;
  readonly rules: DeploymentRules;
}

interface Memory {
  readonly id: number;
  readonly type: RecordType;
}

const notDeployed: Memory = {
  id: 0,
  type: { kind: 'record', name: 'Order', aliases: [], fields: [] },
};

function* typeOf(node: ServerContext, registry: string, id: number): Process<RecordType> {
  const schema = yield* node.call<AvroSchema>(registry, { id });
  return parseSchema(schema) as RecordType;
}

interface ProducerMemory {
  current: Memory;
  isReady: boolean;
}

/** Sends orders at random times. While it is deployed it sends none. */
export const producerServer = (
  { registry, topic, judge }: Surroundings,
  perSecond: number,
): Server<ProducerMemory, Deploying> => ({
  kind: 'producer',
  start(node) {
    const memory: ProducerMemory = { current: notDeployed, isReady: false };
    const gap = sampler({ kind: 'exponential', mean: 1_000 / perSecond }, node.stream('orders'));
    node.spawn(sends());
    return memory;

    function* sends(): Process<void> {
      for (let order = 1; ; order++) {
        yield* node.sleep(gap());
        if (!memory.isReady) continue;
        const { id, type } = memory.current;
        const facts = drawnFacts(node.stream('facts'), order, type);
        const value = Object.fromEntries(
          type.fields.map(({ name }) => [name, facts[factOf(name)]]),
        );
        const append = framed(id, encoded(type, value as Facts));
        judge.writes(append, facts, type);
        yield* node.call(topic, { append });
      }
    }
  },
  *serve(memory, { deploy, readyMs }, _from, node): Process<string> {
    memory.isReady = false;
    const type = yield* typeOf(node, registry, deploy);
    yield* node.sleep(readyMs);
    memory.current = { id: deploy, type };
    memory.isReady = true;
    note(node, { kind: 'is-ready', release: `schema ${deploy}` });
    return 'ready';
  },
  shown: ({ current, isReady }) => ({ schema: current.id, isReady }),
});

/** What an order says; a producer knows the symbols of its own schema. */
function drawnFacts(stream: RandomStream, order: number, type: RecordType): Facts {
  const status = type.fields.find(({ name }) => name === 'status')?.type;
  const symbols = status?.kind === 'enum' ? status.symbols.slice(1) : ['OPEN'];
  const note = pick<Value>(stream, [null, { string: 'gift' }]);
  return {
    id: order,
    customer: `customer ${randomInteger(stream, 1, 99)}`,
    coupon: pick(stream, ['', 'SPRING', 'FRIEND']),
    amount: randomInteger(stream, 1, 99_999),
    quantity: randomInteger(stream, 1, 9),
    note,
    status: pick(stream, symbols),
    currency: pick(stream, ['EUR', 'CHF']),
    country: pick(stream, ['AT', 'CH', 'DE']),
  };
}

interface ConsumerMemory {
  current: Memory;
  isReady: boolean;
  /** The offset that it reads next. */
  offset: number;
}

const batch = 200;

/** Reads what is new at even intervals. What it cannot read it leaves out. */
export const consumerServer = (
  { registry, topic, judge, rules }: Surroundings,
  role: Role,
  everyMs: number,
): Server<ConsumerMemory, Deploying | 'position'> => ({
  kind: 'consumer',
  start(node) {
    const memory: ConsumerMemory = { current: notDeployed, isReady: false, offset: 0 };
    const writers = new Map<number, Type>();
    node.spawn(polls());
    return memory;

    function* polls(): Process<void> {
      for (;;) {
        yield* node.sleep(everyMs);
        while (memory.isReady) {
          const from = memory.offset;
          const messages = yield* node.call<readonly Message[]>(topic, { from, most: batch });
          for (const message of messages) yield* reads(message);
          if (messages.length < batch) break;
        }
      }
    }

    function* reads(message: Message): Process<void> {
      const { id, payload } = unframed(message);
      const { id: own, type } = memory.current;
      const writerId = rules['schema-id-in-message'] ? id : own;
      let writer = writerId === own ? type : writers.get(writerId);
      if (writer === undefined) {
        writer = yield* typeOf(node, registry, writerId);
        writers.set(writerId, writer);
      }
      const offset = memory.offset++;
      try {
        const value = resolved(type, writer, decoded(writer, payload), rules) as Facts;
        judge.reads(role, message, type, value);
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        note(node, { kind: 'cannot-read', offset, schema: writerId, why: error.message });
        judge.fails(role, offset, error.message);
      }
    }
  },
  *serve(memory, request, _from, node): Process<string | number> {
    if (request === 'position') return memory.offset;
    memory.isReady = false;
    const type = yield* typeOf(node, registry, request.deploy);
    yield* node.sleep(request.readyMs);
    memory.current = { id: request.deploy, type };
    memory.isReady = true;
    note(node, { kind: 'is-ready', release: `schema ${request.deploy}` });
    return 'ready';
  },
  shown: ({ current, offset }) => ({ schema: current.id, offset }),
});
