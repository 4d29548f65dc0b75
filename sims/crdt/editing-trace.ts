/**
 * Recorded editing sessions, in the formats of the editing-traces collection (Gentle): sequential,
 * where every transaction follows the one before, and concurrent, where each names its parents.
 *
 * A patch is [position, deleted, inserted]; positions and counts are in Unicode code points, so that
 * an emoji counts as one.
 */
import { z } from 'zod';
import { sitesMax } from './element-id.ts';

/** Extra members, such as a time, are allowed and ignored. */
export type Patch = readonly [position: number, deleted: number, inserted: string];

export interface Transaction {
  /** Indexes of earlier transactions that it follows; none for the start. */
  readonly parents: readonly number[];
  readonly agent: number;
  readonly patches: readonly Patch[];
}

export interface EditingTrace {
  readonly kind: 'sequential' | 'concurrent';
  readonly agents: number;
  readonly startContent: string;
  readonly endContent: string;
  readonly transactions: readonly Transaction[];
}

/** What is wrong with a trace, in one sentence. */
export class TraceError extends Error {}

const fileSchema = z.object({
  kind: z.string().optional(),
  startContent: z.string().default(''),
  endContent: z.string(),
  // Some tools convert positions to bytes of UTF-8. They would be taken for code points here.
  using_byte_positions: z.literal(false).optional(),
  numAgents: z.int().min(1).max(sitesMax).optional(),
  txns: z.array(z.unknown()),
});

/** Reads a trace from the JSON of its file. Throws TraceError with the transaction and the reason. */
export function parseTrace(data: unknown): EditingTrace {
  const parsed = fileSchema.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') || 'the file';
    throw new TraceError(`it is no editing trace: ${where} is wrong (${issue?.message})`);
  }
  const { kind, startContent, endContent, numAgents, txns } = parsed.data;
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
