/** As reference.test.ts, for every odds ratio. */
import './reference.test.ts';
