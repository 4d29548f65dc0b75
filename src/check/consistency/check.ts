/**
 * Does a history of reads and writes keep a consistency model weaker than linearizability? The causal ones
 * and the session guarantees are decided in polynomial time, because each value is written once, so that a
 * read tells which write it saw (Bouajjani et al. 2017, section 5). Sequential consistency takes a search.
 */
import { must } from '../../kernel/must.ts';
import { converges, seesOneOrder } from './causal-orders.ts';
import { type GuaranteeId, weakerThan } from './guarantee.ts';
import { HappensBefore } from './happens-before.ts';
import { saturated } from './saturation.ts';
import { type Searched, type SearchLimits, searchSequential } from './sequential.ts';
import {
  monotonicReads,
  monotonicWrites,
  readYourWrites,
  writesFollowReads,
} from './session-guarantees.ts';
import { ambiguousWrite, type Sessions, thinAirReads } from './sessions.ts';
import { smallestCore } from './smallest-core.ts';
import { missedWrites, type StaleRead } from './stale-read.ts';
import { storyOfCore, storyOfCycle, storyOfStale } from './story.ts';
import type { Violation, ViolationKind } from './violation.ts';

export type ConsistencyVerdict = 'holds' | 'violated' | 'unknown';

export interface ConsistencyReport {
  readonly guarantee: GuaranteeId;
  readonly verdict: ConsistencyVerdict;
  readonly violation: Violation | undefined;
  /** Weaker models that do not hold either, the strongest first. */
  readonly alsoBroken: readonly GuaranteeId[];
  /** How long the search was, if there was one. */
  readonly search: Pick<Searched, 'tries' | 'isOutOfMemory'> | undefined;
}

/** Throws HistoryError if a value was written twice, unless the model is sequential. */
export function checkConsistency(
  history: Sessions,
  guarantee: GuaranteeId,
  limits: SearchLimits,
): ConsistencyReport {
  const { violation, searched } = judge(history, guarantee, limits);
  const isUnknown = searched !== undefined && searched.isSequential === undefined;
  return {
    guarantee,
    verdict: violation !== undefined ? 'violated' : isUnknown ? 'unknown' : 'holds',
    violation,
    alsoBroken: violation === undefined ? [] : alsoBroken(history, guarantee),
    search: searched,
  };
}

interface Judged {
  readonly violation?: Violation | undefined;
  readonly searched?: Searched;
}

function judge(history: Sessions, guarantee: GuaranteeId, limits: SearchLimits): Judged {
  const thinAir = thinAirReads(history);
  if (thinAir[0] !== undefined) {
    const told = storyOfCore([thinAir[0]], 'No write that may have taken effect wrote this value.');
    return { violation: { kind: 'ThinAirRead', count: thinAir.length, ...told } };
  }
  if (guarantee === 'sequential' && ambiguousWrite(history) !== undefined) {
    return judgeOrder(history, undefined, limits);
  }
  const happened = new HappensBefore(history);
  if (happened.cycle.length > 0) {
    const told = storyOfCycle(happened.cycle, happened);
    return { violation: { kind: 'CyclicCO', count: undefined, ...told } };
  }
  if (guarantee !== 'sequential') return { violation: foundIn(happened, guarantee)?.() };
  const weaker = foundIn(happened, 'causal');
  return weaker === undefined ? judgeOrder(history, happened, limits) : { violation: weaker() };
}

/** What is found, and told only if it is asked for. */
type Found = (() => Violation) | undefined;

/** Of a history without a cycle. */
function foundIn(happened: HappensBefore, guarantee: Exclude<GuaranteeId, 'sequential'>): Found {
  switch (guarantee) {
    case 'read-your-writes':
      return stale('MYR', readYourWrites(happened), happened);
    case 'monotonic-reads':
      return stale('N-MR', monotonicReads(happened), happened);
    case 'monotonic-writes':
      return stale('N-MW', monotonicWrites(happened), happened);
    case 'writes-follow-reads':
      return stale('MRWD', writesFollowReads(happened), happened);
    case 'causal':
      return (
        stale('WriteCORead', missedWrites(happened), happened) ??
        foundIn(happened, 'monotonic-reads')
      );
    case 'causal-memory':
      return foundIn(happened, 'causal') ?? disagreement(happened);
    case 'causal-convergence':
      return foundIn(happened, 'causal') ?? divergence(happened);
  }
}

/** About how many accesses the stories may take that the shortest is chosen of. */
const comparedMax = 1_000_000;

/** With the shortest story, of the first ones if there are very many. */
function stale(kind: ViolationKind, reads: Iterable<StaleRead>, happened: HappensBefore): Found {
  const all = [...reads];
  if (all.length === 0) return undefined;
  return () => {
    const compared = Math.ceil(comparedMax / happened.history.accesses.length);
    const [shortest] = all
      .slice(0, compared)
      .map((each) => storyOfStale(each, happened))
      .sort((a, b) => a.accesses.length - b.accesses.length);
    const story = must(shortest, 'story of a stale read');
    const isInitial = kind === 'WriteCORead' && story.accesses.at(-1)?.value === 0;
    const count = new Set(all.map(({ read }) => read)).size;
    return { kind: isInitial ? 'WriteCOInitRead' : kind, count, ...story };
  };
}

function disagreement(happened: HappensBefore): Found {
  const session = happened.history.sessions.findIndex((_, of) => !seesOneOrder(happened, of));
  const process = happened.history.sessions[session]?.[0]?.operation.process;
  if (process === undefined) return undefined;
  return () => ({
    ...{ kind: 'CyclicHB', count: undefined },
    ...storyOfCore(
      smallestCore(happened.history, (part) => !seesOneOrder(new HappensBefore(part), session)),
      `No order of these writes that keeps what happened before gives process ${process} these reads.`,
    ),
  });
}

function divergence(happened: HappensBefore): Found {
  if (converges(happened)) return undefined;
  return () => ({
    ...{ kind: 'CyclicCF', count: undefined },
    ...storyOfCore(
      smallestCore(happened.history, (part) => !converges(new HappensBefore(part))),
      'No single order of these writes, in which each read returns the last write that happened before it, gives all these reads.',
    ),
  });
}

function judgeOrder(
  history: Sessions,
  happened: HappensBefore | undefined,
  limits: SearchLimits,
): Judged {
  const searched = searchOrder(history, happened, limits);
  if (searched.isSequential !== false) return { searched };
  const core = smallestCore(history, (part) => {
    const again = happened && new HappensBefore(part);
    return searchOrder(part, again, { ...limits, triesMax: triesOfCore }).isSequential === false;
  });
  const told = storyOfCore(
    core,
    'No order of these operations that keeps the order of each session gives all these reads.',
  );
  return { searched, violation: { kind: 'CyclicSC', count: undefined, ...told } };
}

const triesOfCore = 20_000;

function searchOrder(
  history: Sessions,
  happened: HappensBefore | undefined,
  limits: SearchLimits,
): Searched {
  const constraints = happened && saturated(happened, limits.onWay);
  if (happened !== undefined && constraints === undefined) {
    return { isSequential: false, tries: 0, isOutOfMemory: false };
  }
  return searchSequential(history, constraints, limits);
}

function alsoBroken(history: Sessions, guarantee: GuaranteeId): readonly GuaranteeId[] {
  const weaker = weakerThan(guarantee);
  if (ambiguousWrite(history) !== undefined) return [];
  if (thinAirReads(history).length > 0) return weaker;
  const happened = new HappensBefore(history);
  if (happened.cycle.length > 0) return weaker;
  return weaker.filter((each) => foundIn(happened, each) !== undefined);
}
