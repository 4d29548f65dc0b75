/** As arithmetic.test.ts, for more values. */
import './arithmetic.test.ts';
