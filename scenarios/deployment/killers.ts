/** For each rule, a run that shows what happens without it. */
import type { DeploymentRule } from '../../sims/deployment/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

const killer = (name: string) => ({ scenario: `deployment/${name}`, seed: '1' });

export const deploymentKillers: Killers<DeploymentRule> = {
  'add-column-first': killer('rename-column'),
  'new-column-is-optional': killer('rename-column'),
  'write-both-columns': killer('rename-column'),
  'both-in-one-statement': killer('rename-column'),
  'backfill-before-reads': killer('rename-column'),
  'backfill-after-dual-writes': killer('rename-column'),
  'backfill-overwrites': killer('rename-column'),
  'copy-in-one-statement': killer('rename-column'),
  'rollback-restarts-backfill': killer('rename-column'),
  'switch-reads-before-writes': killer('rename-column'),
  'old-column-optional-first': killer('rename-column'),
  'drop-after-last-user': killer('rename-column'),
  'drop-ends-rollback': killer('rename-column'),
  'new-writes-end-rollback': killer('rename-column'),
  'schema-serves-both-releases': killer('shared-database'),
  'halve-the-candidates': killer('bisect'),
  'repeat-flaky-tests': killer('bisect'),
  'skip-untestable': killer('bisect'),
  'test-both-ends': killer('bisect'),
  'push-compares-the-branch': killer('force-push'),
  'compare-and-set-at-once': killer('force-push'),
  'seen-is-included': killer('force-push'),
  'decide-by-expected-cost': killer('roll-back-or-wait'),
  'count-how-often-releases-are-bad': killer('roll-back-or-wait'),
  'looking-costs-too': { ...killer('roll-back-or-wait'), params: { look: 300 } },
  'store-only-gets': killer('edge-cache'),
  'no-store-is-not-stored': killer('edge-cache'),
  'private-is-not-shared': killer('edge-cache'),
  'authorized-only-if-allowed': killer('edge-cache'),
  'vary-selects': killer('edge-cache'),
  'not-modified-keeps-body': killer('edge-cache'),
  'shared-age-first': killer('edge-cache'),
  'normalise-what-varies': killer('edge-cache'),
};
