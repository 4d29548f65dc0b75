/**
 * Goal: the laws of clocks hold wherever clocks are within their bound, under random crashes and
 * pauses.
 */
import { holdClocksUnderFaults } from '../../support/clocks-under-faults.ts';

holdClocksUnderFaults(6);
