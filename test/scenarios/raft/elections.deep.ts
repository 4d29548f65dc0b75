/** As elections.test.ts, for more elections. */
import './elections.test.ts';
