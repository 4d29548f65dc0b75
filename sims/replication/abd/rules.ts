/** The rules of a replicated register, each with the property that fails without it. */
import type { Rule, Switches } from '../../../src/check/rules.ts';

const abd =
  'Attiya, Bar-Noy and Dolev, Sharing Memory Robustly in Message-Passing Systems, JACM 1995';
const writers =
  'Lynch and Shvartsman, Robust Emulation of Shared Memory Using Dynamic Quorum-Acknowledged Broadcasts, FTCS 1997';

export const abdRules = {
  'read-writes-back': {
    protects: 'register-steps-forward',
    source: `${abd}, §3`,
    because: 'a read sees a write that has reached few servers, and the next read misses it',
  },
  'phases-hear-majority': {
    protects: 'register-steps-forward',
    source: `${abd}, §3`,
    because: 'two phases that each hear half of the servers may have none in common',
  },
  'write-queries-first': {
    protects: 'register-steps-forward',
    source: writers,
    because:
      'a writer that does not know the newest version writes an older one, which no read sees',
  },
  'writer-breaks-ties': {
    protects: 'versions-are-unique',
    source: writers,
    because: 'two writers take the same version for different values',
  },
  'older-is-not-stored': {
    protects: 'register-steps-forward',
    source: `${abd}, §3`,
    because: 'a late message brings an older version back',
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type AbdRules = Switches<keyof typeof abdRules>;
