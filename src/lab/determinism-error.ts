/** Two machines gave different results for the same seeds: the lab is not deterministic on one of them. */
export class DeterminismError extends Error {
  override readonly name = 'DeterminismError';
}
