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
  'deploy-blue-green-payment-arithmetic': {
    says: 'If an outage of 30 seconds costs $50,000, $2,000 a month for a second fleet are justified.',
    verdict: 'depends',
    instead: 'On how many it avoids: from 0.04 outages a month on, one in 25 months.',
  },
  'deploy-flags-strictly-better': {
    says: 'For the risk of a feature, flags are strictly better than a canary.',
    verdict: 'refuted',
    instead:
      'A flag guards only what runs behind it: a module that crashes on import fails every instance with the flag off, and a canary fails one.',
  },
  'api-post-uncacheable': {
    says: 'Answers of GraphQL and gRPC are hard to cache, for they are POST or binary.',
    verdict: 'depends',
    instead: 'On the method: queries by POST are never stored, persisted queries by GET are.',
  },
  'q1-cdn-useless-personalised': {
    says: 'An edge cache does nothing for answers to one user but end TLS near them.',
    verdict: 'confirmed',
  },
  'q1-cdn-150-to-20': {
    says: 'An edge cache makes 5 to 20 ms of 150.',
    verdict: 'depends',
    instead: 'On the hits: each of them takes the way to the edge, and the mean lies between.',
  },
};
