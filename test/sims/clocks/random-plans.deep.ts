/** Goal: the same laws hold in hundreds of random plans. */
import { holdClocksUnderFaults } from '../../support/clocks-under-faults.ts';

holdClocksUnderFaults(400);
