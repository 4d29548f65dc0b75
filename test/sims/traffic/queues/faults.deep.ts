/** Like faults.test.ts, under many more plans. */
import './faults.test.ts';
