/** As process.test.ts, for more trees of processes. */
import './process.test.ts';
