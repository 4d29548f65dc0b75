/** What a deployment is held to. */
export const deploymentLaws = {
  'no-statement-fails':
    'no statement of a release that runs is refused by the schema that it meets',
  'reads-last-write': 'every instance reads what was written last',
  'no-request-fails': 'no request fails while a release is deployed or rolled back',
  'tests-within-halvings': 'no search tests more commits than it takes halvings to get to one',
  'flakiness-is-outvoted': 'as many searches name the right commit as repeated tests allow',
  'culprit-is-left': 'the culprit is among the commits that a search leaves',
  'no-push-overwritten':
    'no push takes away what another developer has pushed, and the pusher never had',
} as const;

export type DeploymentLaw = keyof typeof deploymentLaws;
