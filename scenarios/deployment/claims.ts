/** What is said of deployments, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const deploymentClaims: Claims = {
  'one-expand-contract': {
    says: 'Expand, migrate, contract: no breaking change of a schema in one deployment.',
    verdict: 'confirmed',
  },
  'qf-blue-green-schema': {
    says: 'Blue-green is the safer choice if code and schema change together.',
    verdict: 'refuted',
    instead:
      'Both fleets share the database: a schema that serves one of them fails the other until the switch and after a rollback.',
  },
  'git-bisect-binary': {
    says: 'git bisect finds the culprit by binary search.',
    verdict: 'depends',
    instead:
      'On the test: ten tests for 1,000 commits if it is never wrong; one wrong answer names another commit.',
  },
  'git-force-with-lease': {
    says: 'force-with-lease keeps a push from overwriting others’ pushes.',
    verdict: 'depends',
    instead:
      'On who fetches: an editor that fetches in the background moves the ref it compares with. Add --force-if-includes.',
  },
};
