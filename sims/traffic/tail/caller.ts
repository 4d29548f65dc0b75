/** A request that needs several independent calls. */
import { all } from '../../../src/kernel/combinators.ts';
import { type Distribution, sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { client, type Server, type ServerContext } from '../../../src/world/server.ts';
import { attempt } from '../attempt.ts';
import { note } from '../notes.ts';
import type { TailRules } from './rules.ts';

export interface PartRequest {
  readonly part: number;
  readonly workMs: number;
}

export const partServer: Server<object, PartRequest> = {
  kind: 'service',
  start: () => ({}),
  *serve(_memory, { workMs }, _from, node): Process<unknown> {
    yield* node.work(workMs);
    return 'answered';
  },
  shown: () => ({}),
};

export interface CallerOptions {
  readonly services: readonly string[];
  readonly workMs: Distribution;
  readonly requests: number;
  /** Of a request: its time, and the times of its calls. */
  readonly ends: (tookMs: number, callsMs: readonly number[]) => void;
}

export const caller = (rules: TailRules, options: CallerOptions) =>
  client('caller', (node) => {
    node.spawn(requests(node, rules, options));
    return {};
  });

function* requests(node: ServerContext, rules: TailRules, options: CallerOptions): Process<void> {
  const drawWorkMs = sampler(options.workMs, node.stream('work'));
  for (let request = 1; request <= options.requests; request++) {
    const beganMs = node.now();
    const calls = options.services.map((service, part) =>
      timed(node, service, { part: part + 1, workMs: drawWorkMs() }),
    );
    let callsMs: number[] = [];
    if (rules['independent-calls-in-parallel']) callsMs = yield* all(calls);
    else for (const call of calls) callsMs.push(yield* call);
    const tookMs = node.now() - beganMs;
    if (!rules['independent-calls-in-parallel'])
      note(node, { kind: 'asks-in-turn', request, tookMs, rule: 'independent-calls-in-parallel' });
    options.ends(tookMs, callsMs);
  }
}

function* timed(node: ServerContext, service: string, request: PartRequest): Process<number> {
  const beganMs = node.now();
  yield* attempt(node.call(service, request));
  return node.now() - beganMs;
}
