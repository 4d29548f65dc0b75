/** More gossip, and crashes: see `crdt-evictions.test.ts`. */
import './crdt-evictions.test.ts';
