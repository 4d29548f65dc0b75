/**
 * Consistency models of single reads and writes, the strongest first. Each allows what those before it
 * allow, with two exceptions: causal memory and causal convergence do not compare (Bouajjani et al. 2017,
 * figure 2), nor do the session guarantees.
 */
export interface Guarantee {
  readonly id: GuaranteeId;
  readonly says: string;
}

export const guaranteeIds = [
  'sequential',
  'causal-memory',
  'causal-convergence',
  'causal',
  'read-your-writes',
  'monotonic-reads',
  'monotonic-writes',
  'writes-follow-reads',
] as const;

export type GuaranteeId = (typeof guaranteeIds)[number];

const says: Readonly<Record<GuaranteeId, string>> = {
  sequential: 'all operations have one order, which keeps the order of each session',
  'causal-memory': 'each session sees all writes in one order, which keeps what happened before',
  'causal-convergence': 'the writes have one order, and a read returns the last of its past',
  causal: 'a read misses no write that happened before it, and no session goes back',
  'read-your-writes': 'after its own write of a key, a session reads no older version',
  'monotonic-reads': 'after reading a version of a key, a session reads no older one',
  'monotonic-writes': 'a session that read a write misses none that its writer wrote before',
  'writes-follow-reads': 'a session that read a write misses none that was read before that write',
};

export function guaranteeNamed(id: GuaranteeId): Guarantee {
  return { id, says: says[id] };
}

/** The models that hold whenever this one does, the strongest first. */
export function weakerThan(id: GuaranteeId): readonly Exclude<GuaranteeId, 'sequential'>[] {
  const [, memory, convergence, causal, ...sessions] = guaranteeIds;
  if (id === 'sequential') return [memory, convergence, causal, ...sessions];
  if (id === memory || id === convergence) return [causal, ...sessions];
  return id === causal ? sessions : [];
}
