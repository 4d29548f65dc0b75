/**
 * The judgement of an editing session: typed again and received by other replicas, does every replica
 * end with the recorded text?
 *
 * What a trace does not say is tried: the order of concurrent inserts and the units of positions. The
 * end of a trace of one author does not depend on the order. If authors typed at one place at once, a
 * recorded end, and a position recorded after that, belong to the algorithm that recorded them: another
 * order of the same characters is legitimate, and no fault of the file.
 */
import {
  type EditingTrace,
  TraceError,
  type Units,
} from '../../../sims/crdt/text/editing-trace.ts';
import { receiveAll, type Typed, typeTrace } from '../../../sims/crdt/text/replay.ts';
import type { TextReplica } from '../../../sims/crdt/text/text-replica.ts';
import { type OrderName, orderNames, replicasBy } from './orders.ts';

export interface SessionRequest {
  readonly order: OrderName | undefined;
  readonly units: Units | undefined;
  readonly replicas: number;
}

export interface Session {
  readonly order: OrderName;
  readonly units: Units;
  readonly typed: Typed<unknown>;
  /** Those that typed and are up to date, and those that only received. */
  readonly replicas: readonly TextReplica<unknown>[];
  readonly ends: readonly string[];
}

export interface SessionJudgement extends Session {
  /** `inconclusive`: the end depends on the order, and no known order gives the recorded one. */
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  /** Does the end depend on the order of concurrent inserts? Undefined if there are none. */
  readonly orderMatters: boolean | undefined;
  /** The order that does give the recorded end, if the one that was asked for does not. */
  readonly recordedBy: OrderName | undefined;
  /** The units that do give the recorded end, if those that were asked for do not. */
  readonly recordedIn: Units | undefined;
  /** How the order and the units were found, a sentence each. */
  readonly guesses: readonly string[];
}

/** Does something, and may say how long it took for how many operations. */
export type Timed = <Result>(
  what: string,
  action: () => Result,
  countOf: (result: Result) => number,
) => Result;

/** Throws TraceError for a patch that fits the text in no order and no units. */
export function judgeSession(
  trace: EditingTrace,
  request: SessionRequest,
  timed: Timed = (_, action) => action(),
): SessionJudgement {
  const hasPairs = hasSurrogatePairs(trace);
  const isConcurrent = trace.kind === 'concurrent';
  const unitsTried: readonly Units[] =
    request.units === undefined && hasPairs
      ? ['code-points', 'utf16']
      : [request.units ?? 'code-points'];
  const ordersTried: readonly OrderName[] =
    request.order === undefined && isConcurrent ? orderNames : [request.order ?? 'rga'];
  const attempt = (order: OrderName, units: Units, from = trace) =>
    replay({ ...from, units }, order, units, request.replicas, timed);
  const failures: TraceError[] = [];
  const misses: Session[] = [];
  for (const order of ordersTried) {
    for (const units of unitsTried) {
      const session = orError(() => attempt(order, units));
      if (session instanceof TraceError) failures.push(session);
      else if (fits(session, trace, request.units === undefined)) {
        const guesses = guessesOf(session, trace, request, hasPairs, () =>
          orError(() => attempt(order, other(units))),
        );
        return {
          ...session,
          verdict: 'pass',
          orderMatters: undefined,
          recordedBy: undefined,
          recordedIn: undefined,
          guesses,
        };
      } else misses.push(session);
    }
  }
  const found = isConcurrent ? otherOrders(trace, unitsTried, attempt) : undefined;
  const [miss] = misses;
  if (miss === undefined) throw refusal(failures[0], found, unitsTried);
  return {
    ...miss,
    verdict: found?.orderMatters ? 'inconclusive' : 'fail',
    orderMatters: found?.orderMatters ?? false,
    recordedBy: found?.recordedBy,
    recordedIn:
      request.units !== undefined && hasPairs ? otherUnits(miss, trace, attempt) : undefined,
    guesses: [],
  };
}

function replay(
  trace: EditingTrace,
  order: OrderName,
  units: Units,
  wanted: number,
  timed: Timed,
): Session {
  const newReplica = replicasBy(order);
  const typed = timed(
    'local',
    () => typeTrace(trace, newReplica, wanted),
    ({ operations, received }) => operations.flat().length + received,
  );
  const receiving = Math.max(0, wanted - typed.replicas.length);
  const receivers = Array.from({ length: receiving }, () =>
    timed(
      'remote',
      () => receiveAll(typed.operations, newReplica),
      () => typed.operations.flat().length,
    ),
  );
  const replicas = [...typed.replicas, ...receivers];
  return { order, units, typed, replicas, ends: replicas.map(({ text }) => text) };
}

/** Without a recorded end, all must end alike. Units that split a surrogate pair are not guessed. */
function fits(
  { ends, units }: Session,
  { endContent }: EditingTrace,
  areUnitsGuessed: boolean,
): boolean {
  const [end = ''] = ends;
  if (endContent !== undefined) return ends.every((text) => text === endContent);
  return (
    ends.every((text) => text === end) &&
    !(areUnitsGuessed && units === 'utf16' && hasLoneSurrogate(end))
  );
}

interface OtherOrders {
  readonly orderMatters: boolean;
  readonly recordedBy: OrderName | undefined;
}

/** Every order, with the authors numbered as they are and the other way round: ids decide ties. */
function otherOrders(
  trace: EditingTrace,
  unitsTried: readonly Units[],
  attempt: (order: OrderName, units: Units, from: EditingTrace) => Session,
): OtherOrders {
  const last = trace.agents - 1;
  const reversed = {
    ...trace,
    transactions: trace.transactions.map((each) => ({ ...each, agent: last - each.agent })),
  };
  let recordedBy: OrderName | undefined;
  let orderMatters = false;
  for (const units of unitsTried) {
    const ends = new Set<string | undefined>();
    for (const order of orderNames) {
      for (const from of [trace, reversed]) {
        const session = orError(() => attempt(order, units, from));
        ends.add(session instanceof TraceError ? undefined : session.ends[0]);
        if (
          from === trace &&
          !(session instanceof TraceError) &&
          fits(session, trace, unitsTried.length > 1)
        ) {
          recordedBy ??= order;
        }
      }
    }
    orderMatters ||= ends.size > 1;
  }
  return { orderMatters, recordedBy };
}

function otherUnits(
  { order, units }: Session,
  trace: EditingTrace,
  attempt: (order: OrderName, units: Units) => Session,
): Units | undefined {
  const session = orError(() => attempt(order, other(units)));
  return !(session instanceof TraceError) && fits(session, trace, true) ? session.units : undefined;
}

function refusal(
  first: TraceError | undefined,
  found: OtherOrders | undefined,
  unitsTried: readonly Units[],
): TraceError {
  const message = first?.message ?? 'it cannot be replayed';
  const hints = [
    ...(unitsTried.length > 1 ? ['in UTF-16 units it does not fit either'] : []),
    ...(found?.orderMatters
      ? [
          found.recordedBy === undefined
            ? 'its positions depend on the order of concurrent inserts, and the algorithm that recorded them may have another legitimate one'
            : `its positions are right under --order ${found.recordedBy}, which is as legitimate`,
        ]
      : []),
  ];
  return new TraceError([message, ...hints].join('; '));
}

function guessesOf(
  { order, units, ends }: Session,
  { kind, endContent }: EditingTrace,
  request: SessionRequest,
  hasPairs: boolean,
  withOtherUnits: () => Session | TraceError,
): string[] {
  const guesses: string[] = [];
  if (kind === 'concurrent' && request.order === undefined && order !== 'rga') {
    guesses.push(`order: ${order}, because RGA ends otherwise; another order is as legitimate`);
  }
  if (hasPairs && request.units === undefined) {
    const session = withOtherUnits();
    const isEither =
      !(session instanceof TraceError) &&
      (endContent === undefined
        ? session.units === 'code-points' || !hasLoneSurrogate(session.ends[0] ?? '')
        : session.ends[0] === ends[0]);
    guesses.push(
      isEither
        ? `units: ${inWords(units)} assumed, and ${inWords(other(units))} fit as well: see --units`
        : `units: ${inWords(units)}, because ${inWords(other(units))} do not fit`,
    );
  }
  return guesses;
}

export function inWords(units: Units): string {
  return units === 'utf16' ? 'UTF-16 units' : 'code points';
}

function other(units: Units): Units {
  return units === 'utf16' ? 'code-points' : 'utf16';
}

/** Only then do the units make a difference. */
function hasSurrogatePairs({ startContent, transactions }: EditingTrace): boolean {
  const pair = /[\ud800-\udbff][\udc00-\udfff]/;
  return (
    pair.test(startContent) ||
    transactions.some(({ patches }) => patches.some(([, , inserted]) => pair.test(inserted)))
  );
}

function hasLoneSurrogate(text: string): boolean {
  return /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}

function orError(action: () => Session): Session | TraceError {
  try {
    return action();
  } catch (error) {
    if (error instanceof TraceError) return error;
    throw error;
  }
}
