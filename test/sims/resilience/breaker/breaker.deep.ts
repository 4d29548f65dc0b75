/** The calls of `breaker.test.ts`, many more of them. */
import './breaker.test.ts';
