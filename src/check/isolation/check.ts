/**
 * Is a history of transactions as an isolation level promises? Elle's way: the reads tell the order
 * of versions, the versions tell the dependencies of transactions, and a cycle of dependencies is an
 * anomaly with a name (Kingsbury and Alvaro 2020). O(reads + dependencies), and no search of orders.
 *
 * A violation is one. That a level holds says that nothing in the history contradicts it: the
 * gaps say what the history does not tell.
 */
import { type Anomaly, type AnomalyKind, kindsBySeverity } from './anomaly.ts';
import { shortestCycles } from './cycles.ts';
import { Findings, type Gaps } from './findings.ts';
import { type Level, levels } from './level.ts';
import { judgeList } from './list.ts';
import { objectsOf } from './objects.ts';
import { forEachInRealTime } from './real-time.ts';
import { judgeRegister } from './register.ts';
import { storyOf } from './story.ts';
import type { Transaction } from './transaction.ts';

/** `unknown`: no two transactions depend on one another, so that nothing is tested. */
export type IsolationVerdict = 'holds' | 'violated' | 'unknown';

export interface IsolationReport {
  readonly verdict: IsolationVerdict;
  readonly level: Level;
  /** What the level forbids, the worst first: of each kind one, a cycle as short as was found. */
  readonly violations: readonly Anomaly[];
  /** What was found as well, and the level allows. */
  readonly allowed: readonly Anomaly[];
  /** How many anomalies there are of each kind that is found without a graph. */
  readonly counts: ReadonlyMap<AnomalyKind, number>;
  /** The weakest level that does not hold; undefined if this one does. */
  readonly weakestBroken: Level | undefined;
  readonly dependencies: number;
  readonly objects: number;
  readonly gaps: Gaps;
}

/** Throws HistoryError for an object that is list and register, and for an element appended twice. */
export function checkIsolation(
  transactions: readonly Transaction[],
  level: Level,
): IsolationReport {
  const findings = new Findings(transactions.length);
  const objects = objectsOf(transactions);
  for (const object of objects) {
    if (object.isList) judgeList(object, findings);
    else judgeRegister(object, findings, level.isRealTime);
  }
  if (level.isRealTime) addRealTime(transactions, findings);
  const cycles = shortestCycles(findings.graph, level.isRealTime);
  const found = [...findings.anomalies, ...cycles.map((cycle) => storyOf(cycle, transactions))];
  const each = kindsBySeverity.flatMap((kind) => found.find((of) => of.kind === kind) ?? []);
  const violations = each.filter(({ kind }) => level.forbids.has(kind));
  return {
    verdict: verdictOf(violations, findings),
    level,
    violations,
    allowed: each.filter(({ kind }) => !level.forbids.has(kind)),
    counts: countsOf(findings.anomalies),
    weakestBroken: weakestBroken(transactions, level, each),
    dependencies: findings.graph.size,
    objects: objects.length,
    gaps: findings.gaps,
  };
}

/** Without real time for the levels that say nothing of it: it orders versions too. */
function weakestBroken(
  transactions: readonly Transaction[],
  level: Level,
  found: readonly Anomaly[],
): Level | undefined {
  const breaks = ({ forbids }: Level) => found.some(({ kind }) => forbids.has(kind));
  if (!breaks(level)) return undefined;
  if (!level.isRealTime) return levels.find(breaks);
  const timeless = levels.findLast(({ isRealTime }) => !isRealTime);
  const weaker = timeless && checkIsolation(transactions, timeless).weakestBroken;
  return weaker ?? level;
}

function verdictOf(violations: readonly Anomaly[], { graph }: Findings): IsolationVerdict {
  if (violations.length > 0) return 'violated';
  return graph.size === 0 ? 'unknown' : 'holds';
}

function addRealTime(transactions: readonly Transaction[], { graph }: Findings): void {
  forEachInRealTime(
    transactions.filter(({ outcome }) => outcome !== 'fail'),
    (transaction) => transaction,
    ({ id: from }, { id: to }) => graph.add({ kind: 'realtime', from, to }),
  );
}

function countsOf(anomalies: readonly Anomaly[]): ReadonlyMap<AnomalyKind, number> {
  const counts = new Map<AnomalyKind, number>();
  for (const { kind } of anomalies) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
