/** The rules of a store that keeps concurrent writes as siblings, each with the property that fails without it. */
import type { Rule, Switches } from '../../../src/check/rules.ts';

const dynamo =
  'DeCandia et al., Dynamo: Amazon’s Highly Available Key-value Store, SOSP 2007, §4.4';
const dotted = 'Preguiça et al., Dotted Version Vectors, 2012';

export const siblingRules = {
  'concurrent-writes-are-kept': {
    protects: 'unseen-write-survives',
    source: dynamo,
    because: 'of two concurrent writes, the one with the earlier clock is dropped',
  },
  'write-carries-context': {
    protects: 'seen-write-is-replaced',
    source: dynamo,
    because: 'a write replaces nothing, and siblings accumulate for ever',
  },
  'dot-is-apart-from-past': {
    protects: 'unseen-write-survives',
    source: `${dotted}, §3`,
    because: 'of two writes through one replica, the second claims to have seen the first',
  },
  'replica-sends-all-siblings': {
    protects: 'unseen-write-survives',
    source: `${dotted}, §4`,
    because:
      'a replica that gets only the newest write of another appears to know the earlier ones',
  },
  'dot-is-durable-before-sent': {
    protects: 'unseen-write-survives',
    source: 'Basho, Riak KV: vnode epochs, kv679 dataloss fallback clocks',
    because: 'after a crash a replica assigns the dot of one write to another',
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type SiblingRules = Switches<keyof typeof siblingRules>;
