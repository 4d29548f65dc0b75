/** As frame.test.ts, for more moments. */
import './frame.test.ts';
