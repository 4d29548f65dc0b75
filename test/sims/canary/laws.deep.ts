/** As laws.test.ts, over more rollouts. */
import './laws.test.ts';
