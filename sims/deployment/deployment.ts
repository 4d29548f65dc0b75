/** Deployment as the lab knows it: what meets while a change is on its way. */
import type { Sim } from '../../src/check/sim.ts';
import { deploymentInvariants } from './invariants.ts';
import { deploymentNotes } from './notes.ts';
import { type DeploymentRule, deploymentRules } from './rules.ts';
import { viewOf } from './view.ts';

export const deployment: Sim<DeploymentRule> = {
  id: 'deployment',
  title: 'Deployment: schema changes, flags, bisection, rollbacks, HTTP caches',
  about:
    'What meets while a change is on its way: releases and schemas in every order of deployments and rollbacks, producers and consumers of events with different schemas, features behind flags, developers who push to one branch, users before a shared cache. And what to do when a release is bad: find the commit, and decide whether to roll back. Instances, drains and traffic are those of the wing canary.',
  sources: [
    'Sato, ParallelChange, martinfowler.com, 2014',
    'Ambler and Sadalage, Refactoring Databases, 2006',
    'Rae et al., Online, Asynchronous Schema Change in F1, VLDB 2013',
    'Avro specification 1.12, Schema Resolution',
    'GrowthBook documentation, Build Your Own SDK',
  ],
  rules: deploymentRules,
  invariants: deploymentInvariants,
  files: [
    'laws.ts',
    'invariants.ts',
    'rules.ts',
    'migration/table.ts',
    'migration/versions.ts',
    'migration/state.ts',
    'migration/moves.ts',
    'migration/pairs.ts',
    'migration/search.ts',
    'notes.ts',
    'view.ts',
    'fleet.ts',
    'bisection/bisect.ts',
    'bisection/odds.ts',
    'bisection/runs.ts',
    'branch/branch.ts',
    'branch/orders.ts',
    'rollback/decision.ts',
    'edge/policy.ts',
    'edge/cache.ts',
    'edge/site.ts',
    'schema/text.ts',
    'schema/types.ts',
    'schema/unreadable.ts',
    'schema/binary.ts',
    'schema/resolution.ts',
    'schema/compatibility.ts',
    'schema/proposals.ts',
    'schema/topic.ts',
    'schema/judge.ts',
    'schema/parse.ts',
    'schema/clients.ts',
    'schema/registry.ts',
    'schema/team.ts',
    'flags/buckets.ts',
    'flags/judge.ts',
    'flags/service.ts',
  ],
  notes: deploymentNotes,
  arrowText: () => undefined,
  view: viewOf,
};
