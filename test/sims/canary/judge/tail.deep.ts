/** As tail.test.ts, in many more trials. */
import './tail.test.ts';
