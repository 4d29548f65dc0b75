/** As why.test.ts, for more events. */
import './why.test.ts';
