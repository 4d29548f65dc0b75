/** What came of a recorded editing session, for whatever prints it. */
import {
  type EditingTrace,
  TraceError,
  type Units,
} from '../../../sims/crdt/text/editing-trace.ts';
import type { TextReplica } from '../../../sims/crdt/text/text-replica.ts';
import { inDigits } from '../../words/numbers.ts';
import { limitOperations } from './limit.ts';
import type { OrderName } from './orders.ts';
import { inWords, type SessionJudgement } from './replay-session.ts';
import type { Report } from './text-report.ts';
import { judgeYjs } from './yjs-session.ts';
import { readYjsUpdates, type YjsLibrary } from './yjs-update.ts';

/** `wanted` replicas, those that typed among them. */
export function traceReport(
  trace: EditingTrace,
  { typed, order, units, ends, ...judgement }: SessionJudgement,
  wanted: number,
): Report {
  const ops = typed.operations.flat() as readonly object[];
  const inserts = ops.filter((op) => 'insert' in op).length;
  const patches = trace.transactions.reduce((sum, each) => sum + each.patches.length, 0);
  return {
    verdict: judgement.verdict,
    understood: `an editing trace: ${trace.kind}, ${inDigits(trace.transactions.length)} transactions, ${inDigits(patches)} patches; order ${order}, positions in ${inWords(units)}`,
    guesses: judgement.guesses,
    kind: trace.kind,
    order,
    units,
    agents: trace.agents,
    transactions: trace.transactions.length,
    patches,
    operations: {
      inserts,
      deletes: ops.length - inserts,
      bytesAsJson: ops.reduce((sum, op) => sum + JSON.stringify(op).length, 0),
    },
    replicas: {
      typing: typed.typing,
      typingChecked: typed.replicas.length,
      receivedWhileTyping: typed.received,
      receiving: Math.max(0, wanted - typed.replicas.length),
      wrong: wrongOf(ends, trace.endContent ?? ends[0] ?? ''),
    },
    hasRecordedEnd: trace.endContent !== undefined,
    recordedBy: judgement.recordedBy,
    recordedIn: judgement.recordedIn,
    memory: memoryOf(judgement.replicas[0]),
  };
}

/** Throws TraceError for an order or units that updates of Yjs do not have. */
export function yjsReport(
  { updates, format }: { readonly updates: readonly Uint8Array[]; readonly format: string },
  order: OrderName | undefined,
  units: Units | undefined,
  {
    replicas: wanted,
    operationsMax,
  }: { readonly replicas: number; readonly operationsMax: number },
  library: YjsLibrary,
): Report {
  if (order === 'rga') {
    throw new TraceError(
      'RGA orders by Lamport counts, and updates of Yjs have none: --order yjs or fugue',
    );
  }
  if (units === 'code-points') throw new TraceError('Yjs counts UTF-16 units: --units utf16');
  const text = readYjsUpdates(updates, library, (operations) =>
    limitOperations(operations, wanted, operationsMax),
  );
  const inserts = text.inserts.reduce((sum, ops) => sum + ops.length, 0);
  const { ends, replicas, verdict, order: used } = judgeYjs(text, order ?? 'yjs', wanted);
  const ops = [...text.inserts.flat(), ...text.deletes];
  return {
    verdict,
    understood: `${format}: ${inDigits(updates.length)} updates of the text ${JSON.stringify(text.name)}; order ${used}, positions in UTF-16 units`,
    guesses: [],
    kind: 'concurrent',
    order: used,
    units: 'utf16',
    agents: text.clients,
    transactions: updates.length,
    patches: 0,
    operations: {
      inserts,
      deletes: text.deletes.length,
      bytesAsJson: ops.reduce((sum, op) => sum + JSON.stringify(op).length, 0),
    },
    replicas: {
      ...{ typing: 0, typingChecked: 0, receivedWhileTyping: 0, receiving: replicas.length },
      wrong: wrongOf(ends, text.endContent),
    },
    hasRecordedEnd: true,
    recordedBy: used === 'yjs' ? undefined : 'yjs',
    recordedIn: undefined,
    memory: memoryOf(replicas[0]),
  };
}

function wrongOf(ends: readonly string[], expected: string): Report['replicas']['wrong'] {
  return ends.flatMap((text, replica) =>
    text === expected ? [] : [{ replica, ...differenceOf(text, expected) }],
  );
}

function memoryOf(
  replica: TextReplica<never> | TextReplica<unknown> | undefined,
): Report['memory'] {
  const { length = 0, elements = 0, treeNodes = 0 } = replica ?? {};
  return { characters: length, elements, tombstones: elements - length, treeNodes };
}

function differenceOf(text: string, expected: string) {
  const got = [...text];
  const want = [...expected];
  let at = 0;
  while (at < got.length && got[at] === want[at]) at += 1;
  const excerpt = (characters: readonly string[]) => characters.slice(at, at + 20).join('');
  return {
    characters: got.length,
    expectedCharacters: want.length,
    firstDifferenceAt: at,
    got: excerpt(got),
    expected: excerpt(want),
  };
}
