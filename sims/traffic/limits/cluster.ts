/** Puts gateways with limiters side by side into a world, and a client that sends each of them the same requests. */
import { Breaches } from '../../../src/check/breaches.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { Node } from '../../../src/world/node.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import { stateRow } from '../subject.ts';
import { type Decided, gateway } from './gateway.ts';
import { type LimiterKind, limiterKinds } from './kinds.ts';
import { AdmissionJudge, type LimitLaw, type LimitSubject } from './laws.ts';
import type { Limit } from './limiter.ts';
import type { LimitRequest } from './request.ts';
import type { LimitRules } from './rules.ts';

/** A request, with the time at which the client sends it. */
export interface Arrival extends LimitRequest {
  readonly atMs: number;
}

export interface LimiterOptions {
  /** Also the name of its gateway. */
  readonly name: string;
  readonly kind: LimiterKind;
  readonly limit: Limit;
  readonly sees: (decided: Decided) => void;
  /** What it charges for a request (default: its cost), and what its judge counts (default: its cost). */
  readonly chargeOf?: (request: LimitRequest) => number;
  readonly costOf?: (request: LimitRequest) => number;
  /** The key whose limit a request counts against (default: its own key). */
  readonly keyOf?: (request: LimitRequest) => string;
}

interface Setup {
  readonly world: World;
  readonly rules: LimitRules;
  readonly limiters: readonly LimiterOptions[];
  readonly arrivals: readonly Arrival[];
}

export interface LimitersSubject extends LimitSubject {
  readonly expected: number;
  decided: number;
}

/** More people know the bucket than the name of its algorithm. */
const shown = (name: string): string =>
  name === 'gcra' ? 'the limiter token bucket (GCRA)' : `the limiter ${name.replaceAll('-', ' ')}`;

export function limitersSideBySide(setup: Setup): LimitersSubject {
  const { world, rules, limiters, arrivals } = setup;
  const breaches = new Breaches<LimitLaw>();
  const gateways = limiters.map(({ name, kind, limit, sees, chargeOf, costOf = costOfRequest }) => {
    const judge = new AdmissionJudge(kind, limit, (law, how) =>
      breaches.report(law, `${shown(name)} ${how}`),
    );
    return world.addServer(
      name,
      gateway({
        rules,
        chargeOf: chargeOf ?? costOfRequest,
        makeLimiter: () => limiterKinds[kind].make(rules, limit),
        sees(request, decision) {
          // To the millisecond, as limiters count.
          const counted = { ...request, cost: costOf(request) };
          const decided = { atMs: Math.floor(world.kernel.nowMs), request: counted, decision };
          judge.sees(decided);
          subject.decided += 1;
          sees(decided);
        },
      }),
    );
  });
  const caller = client('client', (node) => {
    for (const { name, keyOf = keyOfRequest } of limiters) {
      const sent = arrivals.map((arrival) => ({ ...arrival, key: keyOf(arrival) }));
      node.spawn(sendAll(node, name, sent));
    }
  });
  const nodes: Node[] = [...gateways, world.addServer('client', caller)];
  const subject: LimitersSubject = {
    breaches,
    expected: arrivals.length * limiters.length,
    decided: 0,
    rows: () => nodes.map(stateRow),
  };
  return subject;
}

const costOfRequest = ({ cost }: LimitRequest): number => cost;
const keyOfRequest = ({ key }: LimitRequest): string => key;

function* sendAll(node: ServerContext, to: string, arrivals: readonly Arrival[]): Process<void> {
  for (const { atMs, ...request } of arrivals) {
    if (atMs > node.now()) yield* node.sleep(atMs - node.now());
    node.spawn(node.call(to, request));
  }
}
