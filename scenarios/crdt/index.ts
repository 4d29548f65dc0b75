/** The scenarios of replicated data, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const crdtWing: WingEntry = {
  id: 'crdt',
  title: 'CRDTs: replicated data that merges without coordination',
  scenarios: [
    {
      id: 'crdt/page-views',
      asks: 'Regions count page views on their own, over a network that loses and doubles messages. Is the total right?',
      load: () => import('./page-views.ts'),
    },
    {
      id: 'crdt/likes',
      asks: 'People like and unlike a post in several regions at once. What does a counter need to go down as well as up?',
      load: () => import('./likes.ts'),
    },
    {
      id: 'crdt/inventory',
      asks: 'Stock is sold in several places at once, out of reach of one another. Can a counter keep from overselling?',
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
      asks: 'Several people save the same thing while they cannot see one another. What does a multi-value register keep?',
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
      asks: 'Somebody edits a document offline for a day while the others go on. What happens at the merge?',
      load: () => import('./offline-day.ts'),
    },
    {
      id: 'crdt/exactly-once',
      asks: 'The network loses and doubles operations. Is at-least-once delivery enough for an op-based counter?',
      load: () => import('./exactly-once.ts'),
    },
    {
      id: 'crdt/bytes-on-the-wire',
      asks: 'Whole states, deltas or operations: how many bytes does an edit cost as the data grows, and how soon is it everywhere?',
      load: () => import('./bytes-on-the-wire.ts'),
    },
    {
      id: 'crdt/metadata-growth',
      asks: 'How much do replicas keep beside the data, as more and more of them take part and leave again?',
      load: () => import('./metadata-growth.ts'),
    },
    {
      id: 'crdt/tombstones',
      asks: 'What is left of what was deleted, with and without collecting tombstones?',
      load: () => import('./tombstones.ts'),
    },
    {
      id: 'crdt/lost-memory',
      asks: 'A replica restarts and has forgotten everything. May it go on counting under its old name?',
      load: () => import('./lost-memory.ts'),
    },
    {
      id: 'crdt/random-edits',
      asks: 'Do random edits and random faults ever leave replicas apart, whatever the type and however it is shipped?',
      load: () => import('./random-edits.ts'),
    },
    {
      id: 'crdt/counter-reset',
      asks: 'Several people set a counter to zero at once while another counts on. What does it show?',
      load: () => import('./counter-reset.ts'),
    },
    {
      id: 'crdt/put-contexts',
      asks: 'Several clients write through one server after the same read. Who loses, and what does a stale context do?',
      load: () => import('./put-contexts.ts'),
    },
    {
      id: 'crdt/revoked-rights',
      asks: 'A right is revoked in one region while another grants it again. Does somebody keep it?',
      load: () => import('./revoked-rights.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/crdt/crdt.ts')).crdt,
    killers: (await import('./killers.ts')).crdtKillers,
    explorations: (await import('./explorations.ts')).crdtExplorations,
    stories: (await import('./exploration-stories.ts')).crdtStories,
  }),
};
