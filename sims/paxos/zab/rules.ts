/** The rules of the broadcast of ZooKeeper, each with the property that fails without it. */
import type { Rule, Switches } from '../../../src/check/rules.ts';

const zab = 'Junqueira, Reed and Serafini, Zab, 2011';
const zookeeper = 'Hunt, Konar, Junqueira and Reed, ZooKeeper, 2010';

export const zabRules = {
  'highest-zxid-wins': {
    protects: 'committed-survives',
    source: zab,
    because: 'a long log of an old epoch wins over a short one that has the later commits',
  },
  'epoch-is-durable': {
    protects: 'one-leader-per-epoch',
    source: `${zab}, phase 1`,
    because:
      'a follower that crashes forgets its epoch, and helps another leader into the same one',
  },
  'follower-takes-in-order': {
    protects: 'same-transactions-in-order',
    source: `${zab}, phase 3`,
    because: 'a follower that missed a proposal accepts the next one, and its store drifts apart',
  },
  'session-not-behind': {
    protects: 'clients-see-no-older-state',
    source: `${zookeeper}, §4.4`,
    because: 'a client that moves to a server behind its old one goes back in time',
  },
  'sync-asks-leader': {
    protects: 'synced-reads-are-fresh',
    source: `${zookeeper}, §4.4`,
    because: 'a server answers that cannot know how far it is behind',
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type ZabRule = keyof typeof zabRules;
export type ZabRules = Switches<ZabRule>;
