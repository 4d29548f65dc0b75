/** More and longer sessions of the same. */
import './runs.test.ts';
