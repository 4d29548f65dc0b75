/** The stations of `service.test.ts` over longer runs, and thus in narrower intervals. */
import './service.test.ts';
