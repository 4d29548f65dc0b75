/** As console.test.ts, for more keys. */
import './console.test.ts';
