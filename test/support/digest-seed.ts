/** The seed of golden files, and of digests that are compared. */
export const digestSeed = 'determinism';
