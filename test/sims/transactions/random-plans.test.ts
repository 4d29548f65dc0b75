/**
 * Goal: the laws of deliveries, idempotency keys and sagas hold under random crashes, pauses and
 * message loss.
 */
import { holdTransactionsUnderFaults } from '../../support/transactions-under-faults.ts';

holdTransactionsUnderFaults(5);
