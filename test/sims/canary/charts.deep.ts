/** As charts.test.ts, for more walks. */
import './charts.test.ts';
