/** What calls by the token cost, and what an outage costs. In dollars. */

/** Models are paid by the token, not by the call. `price` is for 1,000 tokens. */
export const costOfCalls = (calls: number, tokensEach: number, price: number): number =>
  (calls * tokensEach * price) / 1_000;

/** Every request that fails in an outage loses what it is worth on average. */
export const costOfOutage = (perMinute: number, minutes: number, lossEach: number): number =>
  perMinute * minutes * lossEach;

/** What a request must be worth for an outage to cost that much; 0 if none fails. */
export const lossEachFor = (cost: number, failed: number): number =>
  failed === 0 ? 0 : cost / failed;
