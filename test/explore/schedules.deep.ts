/** More schedules, also of worlds in which each takes longer: see `schedules.test.ts`. */
import './schedules.test.ts';
