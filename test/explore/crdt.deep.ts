/** Three replicas with two edits each: see `crdt.test.ts`. */
import './crdt.test.ts';
