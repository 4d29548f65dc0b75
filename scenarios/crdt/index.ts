/** The scenarios of replicated data, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const crdtWing: WingEntry = {
  id: 'crdt',
  title: 'CRDTs: replicated data that merges without coordination',
  scenarios: [
    {
      id: 'crdt/page-views',
      asks: 'Regions count page views independently, over a network that loses and duplicates messages. Is the total right?',
      load: () => import('./page-views.ts'),
    },
    {
      id: 'crdt/likes',
      asks: 'People like and unlike a post in several regions at once. What does a counter need to go down as well as up?',
      load: () => import('./likes.ts'),
    },
    {
      id: 'crdt/inventory',
      asks: 'Stock is sold in several places at once that cannot reach one another. Can a counter avoid overselling?',
      load: () => import('./inventory.ts'),
    },
    {
      id: 'crdt/shopping-cart',
      asks: 'One device takes an item out of the cart while another adds it again. Is it in the cart?',
      load: () => import('./shopping-cart.ts'),
    },
    {
      id: 'crdt/skewed-clocks',
      asks: 'One region’s clock is fast. How many writes does last-writer-wins lose because of it?',
      load: () => import('./skewed-clocks.ts'),
    },
    {
      id: 'crdt/siblings',
      asks: 'Several people save the same item without seeing one another’s changes. What does a multi-value register keep?',
      load: () => import('./siblings.ts'),
    },
    {
      id: 'crdt/profile-fields',
      asks: 'Two people change different fields of one profile at once. Are both changes kept?',
      load: () => import('./profile-fields.ts'),
    },
    {
      id: 'crdt/typing-at-one-place',
      asks: 'Two people type at the same place at the same time. Do their words mix?',
      load: () => import('./typing-at-one-place.ts'),
    },
    {
      id: 'crdt/offline-day',
      asks: 'A person edits a document offline for a day while others keep working. What happens at the merge?',
      load: () => import('./offline-day.ts'),
    },
    {
      id: 'crdt/exactly-once',
      asks: 'The network loses and duplicates operations. Is at-least-once delivery enough for an op-based counter?',
      load: () => import('./exactly-once.ts'),
    },
    {
      id: 'crdt/bytes-on-the-wire',
      asks: 'Whole states, deltas or operations: how many bytes does an edit cost as the data grows, and how soon does it reach every replica?',
      load: () => import('./bytes-on-the-wire.ts'),
    },
    {
      id: 'crdt/metadata-growth',
      asks: 'How much metadata do replicas keep besides the data, as more and more of them join and leave?',
      load: () => import('./metadata-growth.ts'),
    },
    {
      id: 'crdt/tombstones',
      asks: 'How much of the deleted data is left, with and without collecting tombstones?',
      load: () => import('./tombstones.ts'),
    },
    {
      id: 'crdt/lost-memory',
      asks: 'A replica restarts without its data. May it go on counting under its old name?',
      load: () => import('./lost-memory.ts'),
    },
    {
      id: 'crdt/random-edits',
      asks: 'Do random edits and faults ever leave replicas with different values, for any type and any way of shipping it?',
      load: () => import('./random-edits.ts'),
    },
    {
      id: 'crdt/counter-reset',
      asks: 'Several people reset a counter at once while another keeps counting. What does it show?',
      load: () => import('./counter-reset.ts'),
    },
    {
      id: 'crdt/put-contexts',
      asks: 'Several clients write through one server after the same read. Which write is lost, and what does a stale context do?',
      load: () => import('./put-contexts.ts'),
    },
    {
      id: 'crdt/revoked-rights',
      asks: 'A right is revoked in one region while another grants it again. Does the user keep it?',
      load: () => import('./revoked-rights.ts'),
    },
    {
      id: 'crdt/departed-replica',
      asks: 'A replica has left for good and holds back the collection of tombstones. How do the others go on without it, and what if it comes back?',
      load: () => import('./departed-replica.ts'),
    },
    {
      id: 'crdt/silent-replica',
      asks: 'An OR-Set drops a tombstone once every replica has acknowledged the remove. What does one silent replica cost?',
      load: () => import('./silent-replica.ts'),
    },
    {
      id: 'crdt/random-evictions',
      asks: 'Replicas evict one another and join again in the middle of random edits and faults. Does anything that was removed ever come back?',
      load: () => import('./random-evictions.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/crdt/crdt.ts')).crdt,
    killers: (await import('./killers.ts')).crdtKillers,
    explorations: (await import('./explorations.ts')).crdtExplorations,
    stories: (await import('./exploration-stories.ts')).crdtStories,
  }),
};
