/** The sequences of `peers.test.ts`, many more of them. */
import './peers.test.ts';
