/** The seed of golden files, and of digests that are compared: the ledger's, so that they share runs. */
export { ledgerSeed as digestSeed } from '../../src/lab/claim.ts';
