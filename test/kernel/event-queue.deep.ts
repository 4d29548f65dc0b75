/** As event-queue.test.ts, for more sequences. */
import './event-queue.test.ts';
