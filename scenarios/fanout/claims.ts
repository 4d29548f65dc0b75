/** What is said of real-time delivery, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const fanoutClaims: Claims = {
  'q4-last-event-id-replay': {
    says: 'A client that reconnects with the id of its last event gets what it missed.',
    verdict: 'depends',
    instead:
      'On the buffer of the server: it must reach back to that id, so an outage may take as long as the buffer divided by the rate of events. Beyond that the client needs a snapshot, and has to be told so.',
  },
  'rt-sse-auto-reconnect-resume': {
    says: 'Server-sent events reconnect by themselves.',
    verdict: 'depends',
    instead:
      'On ids: the browser reconnects, but what happened meanwhile comes only if the server sends ids and replays from the last one.',
  },
};
