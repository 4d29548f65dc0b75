/** What objectives and alerts are held to. */
export const sloLaws = {
  'outage-is-found': 'an outage that users notice fires an alert',
  'alert-resets-in-time': 'an alert falls silent within its short window after the failures stop',
  'page-is-worth-waking': 'a page has used up the share of the budget that it is set to',
  'page-has-more-than-one-failure': 'no page is due to a single failed request',
  'budget-counts-requests': 'the budget that is reported as spent is what users lost',
  'indicator-sees-users': 'the indicator counts as failed what users saw fail',
  'journey-is-watched': 'a journey that fails more often than it may fires an alert',
  'ratio-of-all-requests': 'the ratio that is reported is that of all requests',
  'p99-is-what-users-wait': 'the P99 that is reported is exceeded by one user in a hundred',
  'no-false-alarm': 'an alert fires only if something is wrong',
  'page-means-users-suffer': 'whoever is paged finds users who suffer',
  'promise-can-be-kept': 'what is promised can be kept if each dependency keeps its promise',
} as const;

export type SloLaw = keyof typeof sloLaws;
