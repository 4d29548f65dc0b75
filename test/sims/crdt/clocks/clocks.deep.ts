/** More runs of the same. */
import './clocks.test.ts';
