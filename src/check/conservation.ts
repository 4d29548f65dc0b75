/** The invariant of every world: no message appears from nowhere, and none vanishes. */
import type { World } from '../world/world.ts';
import type { WholeInvariant } from './invariant.ts';

export const messagesConserved: WholeInvariant<World> = {
  id: 'messages-conserved',
  says: 'sent + duplicated = delivered + dropped + in flight',
  check({ network: { sent, duplicated, delivered, dropped, inFlight } }) {
    if (sent + duplicated === delivered + dropped + inFlight.length) return undefined;
    const ended = `${delivered} delivered + ${dropped} dropped + ${inFlight.length} in flight`;
    return `${sent} sent + ${duplicated} duplicated, but ${ended}`;
  },
};
