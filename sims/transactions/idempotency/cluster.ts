/** Puts an API with its database, a card provider and a client into a world. */

import { Breaches, watched } from '../../../src/check/breaches.ts';
import { eventually, type Goal, sometimes } from '../../../src/check/goal.ts';
import type { Invariant } from '../../../src/check/invariant.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { Node } from '../../../src/world/node.ts';
import { client, isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import { type CrashPoint, CrashPoints } from '../crash-points.ts';
import { note } from '../notes.ts';
import { stateRow, type TransactionsSubject } from '../subject.ts';
import { api } from './api.ts';
import { cardServer } from './card.ts';
import { hourMs, keyDatabase } from './database.ts';
import {
  type Answer,
  IdempotencyJudge,
  type IdempotencyLaw,
  type Intent,
  idempotencyLaws,
} from './laws.ts';
import type { CardMood, IdempotencyParts, Keeping } from './parts.ts';
import type { IdempotencyRules } from './rules.ts';

/** One request of a client. */
export interface Asked extends Intent {
  readonly atMs: number;
  /** It repeats the request until it is answered. */
  readonly untilAnswered: boolean;
  /** So late that the key may have expired. */
  readonly isLate?: boolean;
}

export interface IdempotencyOptions {
  readonly name: string;
  readonly keeps: Keeping;
  readonly asks: readonly Asked[];
  readonly crashes: (intent: number) => CrashPoint | undefined;
  readonly cardMood: (intent: number) => CardMood;
  readonly chargeMs: number;
  readonly keepMs: number;
  readonly lockMs: number;
  readonly restartMs: number;
  readonly timeoutMs: number;
  readonly retryMs: number;
  readonly breaks: readonly IdempotencyLaw[];
}

const defaultOptions: Omit<IdempotencyOptions, 'keeps' | 'asks'> = {
  name: '',
  crashes: () => undefined,
  cardMood: () => 'charges',
  chargeMs: 10,
  keepMs: 24 * hourMs,
  lockMs: 300,
  restartMs: 100,
  timeoutMs: 30,
  retryMs: 150,
  breaks: [],
};

export interface IdempotencySystem {
  readonly options: IdempotencyOptions;
  readonly judge: IdempotencyJudge;
  readonly points: CrashPoints;
  readonly nodes: readonly Node[];
  /** By position in the request list: the statuses of the answers, in order. */
  readonly statuses: number[][];
}

export interface IdempotencySubject extends TransactionsSubject {
  readonly breaches: Breaches<IdempotencyLaw>;
  readonly systems: readonly IdempotencySystem[];
}

type Given = Partial<IdempotencyOptions> & Pick<IdempotencyOptions, 'keeps' | 'asks'>;

export function idempotencySubject(
  world: World,
  rules: IdempotencyRules,
  options: readonly Given[],
): IdempotencySubject {
  const breaches = new Breaches<IdempotencyLaw>();
  const systems = options.map((own) =>
    idempotencySystem(world, rules, breaches, { ...defaultOptions, ...own }),
  );
  return { breaches, systems, rows: () => systems.flatMap(({ nodes }) => nodes.map(stateRow)) };
}

function idempotencySystem(
  world: World,
  rules: IdempotencyRules,
  breaches: Breaches<IdempotencyLaw>,
  options: IdempotencyOptions,
): IdempotencySystem {
  const { name, asks, crashes, breaks } = options;
  const idOf = (machine: string) => (name === '' ? machine : `${name}/${machine}`);
  const points = new CrashPoints(world, options.restartMs);
  for (const { id } of asks) {
    const point = crashes(id);
    if (point !== undefined) points.plan(id, point);
  }
  const judge = new IdempotencyJudge(breaches, breaks);
  const parts: IdempotencyParts = { ...options, rules, judge, points, idOf };
  const disk = { diskMs: constant(1) };
  const before = world.nodes.length;
  world.addServer(idOf('database'), keyDatabase(parts), disk);
  world.addServer(idOf('card'), cardServer(parts), disk);
  world.addServer(idOf('api'), api(parts));
  const statuses: number[][] = asks.map(() => []);
  const customers = client('client', (node) => {
    for (const [place, one] of asks.entries()) node.spawn(asking(node, one, place));
  });
  const nodes = [...world.nodes.slice(before), world.addServer(idOf('client'), customers)];
  return { options, judge, points, nodes, statuses };

  function* asking(node: ServerContext, asked: Asked, place: number): Process<void> {
    yield* node.sleep(asked.atMs);
    if (asked.isLate) judge.asksLate(asked.id);
    for (let attempt = 1; ; attempt++) {
      const isFresh = attempt > 1 && !rules['retry-keeps-key'];
      const key = isFresh && asked.key !== undefined ? `${asked.key}-${attempt}` : asked.key;
      const answer = yield* ask(node, { ...asked, key });
      if (answer !== undefined) statuses[place]?.push(answer.status);
      const isFinal = answer !== undefined && answer.status !== 409;
      if (isFinal || !asked.untilAnswered) return;
      yield* node.sleep(options.retryMs);
    }
  }

  function* ask(node: ServerContext, asked: Asked): Process<Answer | undefined> {
    const { id, account, endpoint, key, amount } = asked;
    const intent: Intent = { id, account, endpoint, key, amount };
    const timeoutMs = options.chargeMs + 4 * options.timeoutMs;
    try {
      const answer = yield* node.call<Answer>(idOf('api'), intent, { timeoutMs });
      judge.answers(intent, answer);
      note(node, { kind: 'answered', intent: id, status: answer.status });
      return answer;
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      note(node, { kind: 'unanswered', intent: id });
      return undefined;
    }
  }
}

export const idempotencyInvariants: readonly Invariant<IdempotencySubject>[] = Object.values(
  watched(idempotencyLaws, ({ breaches }: IdempotencySubject) => breaches),
);

export const everyIntentAnswered: Goal<IdempotencySubject> = eventually(
  'every-intent-answered',
  'every request gets an answer',
  0,
  ({ systems }) =>
    systems.every(({ statuses }) =>
      statuses.every((each) => each.some((status) => status !== 409)),
    ),
);

export const everyKeyPointStruck: Goal<IdempotencySubject> = sometimes(
  'every-point-struck',
  'a machine crashes at every point of the list',
  ({ systems }) => systems.every(({ points }) => points.allStruck),
);
