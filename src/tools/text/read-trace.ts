/** Editing traces from JSON, in the formats of the editing-traces collection (Gentle). */
import * as z from 'zod';
import {
  type EditingTrace,
  TraceError,
  type Transaction,
} from '../../../sims/crdt/text/editing-trace.ts';
import { sitesMax } from '../../../sims/crdt/text/element-id.ts';

const fileSchema = z.object({
  kind: z.string().optional(),
  startContent: z.string().default(''),
  endContent: z.string().optional(),
  using_byte_positions: z.boolean().optional(),
  numAgents: z.int().min(1).max(sitesMax).optional(),
  txns: z.array(z.unknown()),
});

const accepted =
  'Read are {"startContent", "endContent", "txns": [{"patches": [[position, deleted, inserted], …]}, …]}, of several authors with "parents" and "agent" in each transaction, and updates of Yjs';

/** Reads a trace from the JSON of its file. Throws TraceError with the transaction and the reason. */
export function parseTrace(data: unknown): EditingTrace {
  const parsed = fileSchema.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') || 'the file';
    throw new TraceError(
      `it is not an editing trace: ${where} is wrong (${issue?.message}). ${accepted}`,
    );
  }
  const { kind, startContent, endContent, numAgents, txns } = parsed.data;
  if (parsed.data.using_byte_positions) {
    throw new TraceError(
      'its positions count bytes (using_byte_positions). Positions in code points or UTF-16 units are read: see --units',
    );
  }
  const isConcurrent = kind === 'concurrent' || (isRecord(txns[0]) && 'parents' in txns[0]);
  const transactions = txns.map((txn, index) => parseTransaction(txn, index, isConcurrent));
  const agents = Math.max(0, ...new Set(transactions.map(({ agent }) => agent))) + 1;
  if (numAgents !== undefined && agents > numAgents) {
    const index = transactions.findIndex(({ agent }) => agent >= numAgents);
    throw new TraceError(
      `transaction ${index}: its agent ${transactions[index]?.agent} is not below numAgents, ${numAgents}`,
    );
  }
  return {
    kind: isConcurrent ? 'concurrent' : 'sequential',
    agents: numAgents ?? agents,
    startContent,
    endContent,
    transactions,
  };
}

function parseTransaction(txn: unknown, index: number, isConcurrent: boolean): Transaction {
  const wrong = (reason: string) => new TraceError(`transaction ${index}: ${reason}`);
  if (!isRecord(txn)) throw wrong('it is not an object');
  const { patches, parents, agent } = txn;
  if (!Array.isArray(patches)) throw wrong('it has no list of patches');
  for (const [place, patch] of patches.entries()) {
    const fault = faultOf(patch);
    if (fault !== undefined) throw wrong(`patch ${place}: ${fault}`);
  }
  if (!isConcurrent) return { parents: index === 0 ? [] : [index - 1], agent: 0, patches };
  if (!Array.isArray(parents)) throw wrong('it has no list of parents');
  const stray = parents.find((parent) => !isCount(parent) || parent >= index);
  if (stray !== undefined) {
    throw wrong(`its parent ${JSON.stringify(stray)} is not an earlier transaction`);
  }
  if (!isCount(agent) || agent >= sitesMax) {
    throw wrong(`its agent must be a whole number below ${sitesMax}, not ${JSON.stringify(agent)}`);
  }
  return { parents: parents as number[], agent, patches };
}

function faultOf(patch: unknown): string | undefined {
  if (!Array.isArray(patch) || patch.length < 3) return 'it is not [position, deleted, inserted]';
  const [position, deleted, inserted] = patch as unknown[];
  if (!isCount(position)) return `its position is ${JSON.stringify(position)}`;
  if (!isCount(deleted)) return `its number of deleted characters is ${JSON.stringify(deleted)}`;
  return typeof inserted === 'string' ? undefined : 'what it inserts is not a text';
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
