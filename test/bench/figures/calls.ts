/**
 * A request and its reply over links, traced, beside bare events of the kernel: answered by a plain
 * handler, and by a handler that is a process; with few clients, and with 200.
 */
import { exponential } from '../../../src/kernel/distribution.ts';
import { Kernel } from '../../../src/kernel/kernel.ts';
import { type Process, sleep } from '../../../src/kernel/process.ts';
import { client, type Server, type ServerContext } from '../../../src/world/server.ts';
import { World } from '../../../src/world/world.ts';
import { compare, type Figure } from '../measure.ts';

const underWay = 1_000;
const operations = 50_000;
const latencyMs = exponential(100);

const delays = Float64Array.from(
  { length: 4_096 },
  (_, i) => -100 * Math.log((((i * 2_654_435_761) % 4_096) + 0.5) / 4_096),
);

/** 1,000 events are always pending; each, when it runs, schedules the next. */
function bareEvents(): () => void {
  const kernel = new Kernel('bench');
  let drawn = 0;
  const again = (argument: number): void => {
    kernel.schedule(delays[drawn++ & 4_095] as number, again, argument);
  };
  for (let i = 0; i < underWay; i++) again(i);
  return () => {
    for (let i = 0; i < operations; i++) kernel.step();
  };
}

interface Served {
  count: number;
}

const plain: Server<Served, number> = {
  kind: 'plain',
  start: () => ({ count: 0 }),
  serve: (memory, request) => {
    memory.count += 1;
    return request;
  },
  shown: ({ count }) => ({ count }),
};

function* handle(memory: Served, request: number): Process<number> {
  yield* sleep(1);
  memory.count += 1;
  return request;
}

const byProcess: Server<Served, number> = {
  ...plain,
  kind: 'process',
  serve: (memory, request) => handle(memory, request),
};

/** 1,000 calls are always under way, from so many clients. */
function calls(server: Server<Served, number>, clients: number): () => void {
  const world = new World('bench', { latencyMs });
  const node = world.addServer('server', server);
  function* caller(context: ServerContext): Process<void> {
    for (let request = 0; ; request++) yield* context.call('server', request);
  }
  for (let place = 0; place < clients; place++) {
    world.addServer(
      `c${place}`,
      client('client', (context) => {
        for (let i = 0; i < underWay / clients; i++) context.spawn(caller(context));
      }),
    );
  }
  const served = () => (node.state as Served).count;
  return () => {
    const until = served() + operations;
    while (served() < until) world.kernel.step();
  };
}

/** 7.0 on a quiet machine, 6.6 to 13.2 beside other work. With a process it is 11.6 to 53: for information. */
const replyAtMost = 16;

function figure(
  name: string,
  server: Server<Served, number>,
  clients: number,
  atMost?: number,
): () => Figure {
  return () => {
    const { ratio, lowest, highest, subjectNs, referenceNs } = compare(
      operations,
      calls(server, clients),
      bareEvents(),
    );
    const spread = `${(1 / highest).toFixed(1)} to ${(1 / lowest).toFixed(1)}`;
    return {
      ratio: 1 / ratio,
      ...(atMost === undefined ? {} : { atMost }),
      reference: 'a bare event of the kernel',
      meaning: name,
      detail: `${(subjectNs / 1_000).toFixed(2)} us a call, ${referenceNs.toFixed(0)} ns a bare event; rounds from ${spread}`,
    };
  };
}

export const callFigures: Readonly<Record<string, () => Figure>> = {
  'request and reply': figure('request and reply with a plain handler', plain, 5, replyAtMost),
  'request and reply, 200 clients': figure('the same from 200 client nodes', plain, 200),
  'request and process': figure('request and reply with a handler as a process', byProcess, 5),
  'request and process, 200 clients': figure('the same from 200 client nodes', byProcess, 200),
};
