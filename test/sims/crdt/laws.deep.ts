/** More scripts of the same. */
import './laws.test.ts';
