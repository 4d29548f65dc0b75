/** The guards of `guards.test.ts` over many more setups. */
import './guards.test.ts';
