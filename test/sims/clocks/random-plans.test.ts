/** Goal: the laws of clocks hold wherever clocks are within their bound, and whatever crashes and pauses come. */
import { holdClocksUnderFaults } from '../../support/clocks-under-faults.ts';

holdClocksUnderFaults(6);
