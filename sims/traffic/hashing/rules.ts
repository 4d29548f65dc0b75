/** The rules of spreading keys over nodes. */

export const hashingRules = {
  'owner-ignores-node-count': {
    protects: 'only-changed-node-moves',
    source: 'Karger et al., Consistent Hashing and Random Trees, STOC 1997, §4',
    because: 'hash mod n assigns nearly every key to another node when n changes',
  },
  'node-keeps-its-name': {
    protects: 'only-changed-node-moves',
    source: 'Envoy documentation, Load balancing, Ring hash, hash_key',
    because: 'a node hashed by its address becomes another node after a redeploy',
  },
  'many-points-a-node': {
    protects: 'shares-within-bound',
    source: 'Karger et al., Consistent Hashing and Random Trees, STOC 1997, §4',
    because: 'with one point each, the largest arc of the ring is several times the mean',
  },
  'hash-mixes': {
    protects: 'shares-within-bound',
    source: 'Appleby, MurmurHash3, 2011, fmix32',
    because: 'consecutive ids land side by side on the ring, on one node',
  },
  'next-distinct-node-for-replicas': {
    protects: 'survives-lost-nodes',
    source: 'DeCandia et al., Dynamo, SOSP 2007, §4.3',
    because:
      'the next points of the ring may belong to the same node again: copies that are lost together',
  },
  'capacity-is-bounded': {
    protects: 'load-within-capacity',
    source: 'Mirrokni, Thorup and Zadimoghaddam, SODA 2018, §1',
    because: 'a hot key goes to one node, however evenly the ring is divided',
  },
  'tag-decides-slot': {
    protects: 'tagged-keys-share-node',
    source: 'Redis cluster specification, Hash tags',
    because: 'related keys are on different nodes, so no single command can use both',
  },
  'client-learns-from-moved': {
    protects: 'one-redirect-a-slot',
    source: 'Redis cluster specification, MOVED Redirection',
    because: 'every later request for the slot goes to the wrong node first',
  },
} as const;

type HashingRule = keyof typeof hashingRules;
export type HashingRules = Readonly<Record<HashingRule, boolean>>;
