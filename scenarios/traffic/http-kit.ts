/** What the scenarios of HTTP share. */
import { httpInvariants } from '../../sims/traffic/http/laws.ts';
import { aboutTraffic } from './common.ts';

/** Spread into a scenario. */
export const aboutHttp = { ...aboutTraffic, invariants: httpInvariants };
