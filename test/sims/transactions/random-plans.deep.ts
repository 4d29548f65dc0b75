/** Goal: the same laws hold in hundreds of random plans. */
import { holdTransactionsUnderFaults } from '../../support/transactions-under-faults.ts';

holdTransactionsUnderFaults(400);
