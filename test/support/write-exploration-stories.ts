/**
 * Searches every order for what breaks without each rule of Raft, of replicated data and of locks, and hunts for
 * those of Raft besides. Writes down what is found beside the scenarios, and the tables of Raft's guide:
 * `npm run stories`, or `npm run stories -- one-vote-per-term` for some rules. Takes minutes.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { crdtStories } from '../../scenarios/crdt/exploration-stories.ts';
import { crdtExplorations } from '../../scenarios/crdt/explorations.ts';
import { fanoutStories } from '../../scenarios/fanout/exploration-stories.ts';
import { fanoutExplorations } from '../../scenarios/fanout/explorations.ts';
import { locksStories } from '../../scenarios/locks/exploration-stories.ts';
import { locksExplorations } from '../../scenarios/locks/explorations.ts';
import { paxosStories } from '../../scenarios/paxos/exploration-stories.ts';
import { paxosExplorations } from '../../scenarios/paxos/explorations.ts';
import {
  raftConsequenceStories,
  raftEnds,
  raftStories,
} from '../../scenarios/raft/exploration-stories.ts';
import { raftConsequences, raftExplorations } from '../../scenarios/raft/explorations.ts';
import { replicationStories } from '../../scenarios/replication/exploration-stories.ts';
import { replicationExplorations } from '../../scenarios/replication/explorations.ts';
import { type CrdtRule, crdtRules } from '../../sims/crdt/rules.ts';
import { type FanoutRule, fanoutRules } from '../../sims/fanout/rules.ts';
import { type LocksRule, locksRules } from '../../sims/locks/rules.ts';
import { type PaxosRule, paxosRules } from '../../sims/paxos/rules.ts';
import { type RaftRule, raftRules } from '../../sims/raft/rules.ts';
import { type ReplicationRule, replicationRules } from '../../sims/replication/rules.ts';
import type { KeptEnd, KeptStory, RuleExploration } from '../../src/check/exploration.ts';
import type { RuleBook } from '../../src/check/rules.ts';
import { must } from '../../src/kernel/must.ts';
import { exploreWithout } from './exploration-stories.ts';
import {
  type HuntedStory,
  huntedStories,
  huntedStory,
  readHuntedStories,
} from './hunted-stories.ts';
import { withTables } from './rules-in-every-order.ts';

type Kept = KeptStory | KeptEnd;
type ByRule<Value> = Readonly<Record<string, Value>>;

const asked = process.argv.slice(2);

/** Finds out anew what is asked for; the others stay as they are. */
async function anew<Value, RuleId extends string>(
  { ids }: RuleBook<RuleId>,
  rules: object,
  before: ByRule<Value>,
  find: (rule: RuleId) => Promise<Value>,
): Promise<ByRule<Value>> {
  const found: Record<string, Value> = {};
  for (const rule of ids.filter((rule) => Object.hasOwn(rules, rule))) {
    const old = before[rule];
    const isAsked = asked.length === 0 || asked.includes(rule) || old === undefined;
    found[rule] = isAsked ? await find(rule) : old;
    if (isAsked) process.stderr.write(`${rule}\n`);
  }
  return found;
}

const searched =
  <RuleId extends string>(
    rules: RuleBook<RuleId>,
    explorations: Readonly<Partial<Record<RuleId, RuleExploration>>>,
  ) =>
  async (rule: RuleId): Promise<Kept> => {
    const { protects } = rules.get(rule);
    const exploration: RuleExploration | undefined = explorations[rule];
    return (await exploreWithout(rule, protects, must(exploration, `the search for ${rule}`))).kept;
  };

const storiesIn = (all: ByRule<Kept>): ByRule<KeptStory> =>
  Object.fromEntries(
    Object.entries(all).flatMap(([rule, kept]) => ('steps' in kept ? [[rule, kept]] : [])),
  );

const endsIn = (all: ByRule<Kept>): ByRule<KeptEnd> =>
  Object.fromEntries(
    Object.entries(all).flatMap(([rule, kept]) => ('ended' in kept ? [[rule, kept]] : [])),
  );

const written = (value: object) => JSON.stringify(value, undefined, 2);

const all = await anew<Kept, RaftRule>(
  raftRules,
  raftExplorations,
  { ...raftStories, ...raftEnds },
  searched(raftRules, raftExplorations),
);
const roots = await anew<Kept, RaftRule>(
  raftRules,
  raftConsequences,
  raftConsequenceStories,
  searched(raftRules, raftConsequences),
);
const [stories, ends, consequences] = [storiesIn(all), endsIn(all), storiesIn(roots)];
writeFileSync(
  new URL('../../scenarios/raft/exploration-stories.ts', import.meta.url),
  `/** Found by \`npm run stories\`: the shortest story without each rule, within the bounds of its search. */
import type { KeptEnd, KeptStory } from '../../src/check/exploration.ts';

export const raftStories: Readonly<Record<string, KeptStory>> = ${written(stories)};

/** What comes of a breach that a client does not see yet. */
export const raftConsequenceStories: Readonly<Record<string, KeptStory>> = ${written(consequences)};

/** Searches that found nothing. */
export const raftEnds: Readonly<Record<string, KeptEnd>> = ${written(ends)};
`,
);
const before = Object.fromEntries(readHuntedStories());
const hunted = await anew<HuntedStory, RaftRule>(raftRules, raftExplorations, before, huntedStory);
writeFileSync(huntedStories, `${written(hunted)}\n`);
const guide = new URL('../../sims/raft/README.md', import.meta.url);
writeFileSync(guide, withTables(readFileSync(guide, 'utf8'), { stories, consequences, ends }));

/** Writes the stories of a wing of which every search finds one. */
function writeStories(wing: string, kept: ByRule<Kept>): void {
  writeFileSync(
    new URL(`../../scenarios/${wing}/exploration-stories.ts`, import.meta.url),
    `/** Found by \`npm run stories\`: the shortest story without each rule, within the bounds of its search. */
import type { KeptStory } from '../../src/check/exploration.ts';

export const ${wing}Stories: Readonly<Record<string, KeptStory>> = ${written(storiesIn(kept))};
`,
  );
}

const ofCrdts = searched(crdtRules, crdtExplorations);
writeStories('crdt', await anew<Kept, CrdtRule>(crdtRules, crdtExplorations, crdtStories, ofCrdts));
const ofLocks = searched(locksRules, locksExplorations);
writeStories(
  'locks',
  await anew<Kept, LocksRule>(locksRules, locksExplorations, locksStories, ofLocks),
);
const ofFanout = searched(fanoutRules, fanoutExplorations);
writeStories(
  'fanout',
  await anew<Kept, FanoutRule>(fanoutRules, fanoutExplorations, fanoutStories, ofFanout),
);
const ofPaxos = searched(paxosRules, paxosExplorations);
writeStories(
  'paxos',
  await anew<Kept, PaxosRule>(paxosRules, paxosExplorations, paxosStories, ofPaxos),
);
const ofReplication = searched(replicationRules, replicationExplorations);
writeStories(
  'replication',
  await anew<Kept, ReplicationRule>(
    replicationRules,
    replicationExplorations,
    replicationStories,
    ofReplication,
  ),
);
