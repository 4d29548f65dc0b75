/** As describe.test.ts, for a scenario of every wing. */
import './describe.test.ts';
