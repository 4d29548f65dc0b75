/** As session.test.ts, for more sessions. */
import './session.test.ts';
