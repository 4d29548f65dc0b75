/** What is said of io, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const ioClaims: Claims = {};
