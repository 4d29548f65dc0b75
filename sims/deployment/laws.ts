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
  'cheapest-choice': 'no choice after an alarm has a higher expected cost than another one',
  'answer-for-this-request': 'no request is answered with what was made for another one',
  'fresh-or-validated':
    'no answer is older than its lifetime, unless the origin found it unchanged',
  'a-variant-a-language': 'no article has more entries than the languages that it is written in',
  'every-event-is-read':
    'no consumer meets an event that it cannot read, of those that its compatibility promises',
  'events-keep-meaning': 'each field of an event is read as it was written, or by its default',
  'flags-are-independent':
    'as many users have two flags as have the one, times the share that has the other',
  'users-keep-their-variant': 'no user changes the variant while the flag goes to more users',
  'flag-off-within-interval':
    'an interval of polling after a flag is switched off no instance runs what it guards',
  'off-flag-is-harmless': 'while a flag is off no request fails by what it guards',
} as const;

export type DeploymentLaw = keyof typeof deploymentLaws;
