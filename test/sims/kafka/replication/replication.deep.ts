/** As replication.test.ts, under more plans. */
import './replication.test.ts';
