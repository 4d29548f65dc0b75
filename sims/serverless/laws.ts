/** What functions and those who call them are held to. */
export const serverlessLaws = {
  'warm-after-quiet': 'no request finds that its instance has expired',
  'one-at-a-time': 'an instance serves one request at a time',
  'throttled-as-published': 'no more is throttled than the published limits say',
  'no-function-starves':
    'a function that has reserved concurrency is not throttled for the load of others',
  'database-survives': 'no more connections are opened than the database allows',
  'effect-once': 'each message has its effect once',
  'poison-is-bounded': 'no message is run more often than it may be received',
  'no-event-is-lost': 'every event that was accepted is done or kept',
  'bill-is-as-estimated': 'functions cost as much as was estimated',
  'fleet-not-overrun': 'no more requests come in an hour than the servers can do',
  'same-answer': 'two requests get the same answer, whichever instances serve them',
} as const;

export type ServerlessLaw = keyof typeof serverlessLaws;
