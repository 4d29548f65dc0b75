/** The rules of CockroachDB, which does not wait at a commit. */

const docs = 'CockroachDB docs';

export const uncertaintyRules = {
  'uncertain-read-restarts': {
    protects: 'read-sees-earlier-write',
    source: `${docs}, Transaction Layer, Reading uncertain values`,
    because: 'a read misses a value just after its timestamp that was written before it began',
  },
  'write-too-old-is-pushed': {
    protects: 'read-sees-earlier-write',
    source: `${docs}, Transaction Layer, Write too old`,
    because:
      'a write through a slow clock lies below one that ended before, and is never the latest',
  },
  'node-outside-bound-stops': {
    protects: 'read-sees-earlier-write',
    source: `${docs}, Operational FAQs, clock synchronization and 80% of the maximum offset`,
    because:
      'a node whose clock is off by more than the maximum offset writes values that reads take for the future',
  },
} as const;

type UncertaintyRule = keyof typeof uncertaintyRules;
export type UncertaintyRules = Readonly<Record<UncertaintyRule, boolean>>;
