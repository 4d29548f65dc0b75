/** What a deployment is held to. */
export const deploymentLaws = {
  'no-statement-fails':
    'no statement of a release that runs is refused by the schema that it meets',
  'reads-last-write': 'every instance reads what was written last',
  'no-request-fails': 'no request fails while a release is deployed or rolled back',
} as const;

export type DeploymentLaw = keyof typeof deploymentLaws;
