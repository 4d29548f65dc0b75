/** Three replicas, two of which edit twice and one once: see `crdt.test.ts`. */
import './crdt.test.ts';
