/** Goal: the laws of deliveries, idempotency keys and sagas hold whatever crashes, pauses and losses come. */
import { holdTransactionsUnderFaults } from '../../support/transactions-under-faults.ts';

holdTransactionsUnderFaults(5);
