/** A shop with occasional payment failures, and a gateway that counts answers by status. */
import type { Process } from '../../../src/kernel/process.ts';
import { chance } from '../../../src/kernel/random.ts';
import { client, type Server, type ServerContext } from '../../../src/world/server.ts';
import { attempt } from '../attempt.ts';
import type { HttpRules } from './rules.ts';

export interface ShopAnswer {
  readonly status: number;
  readonly body: { readonly success: boolean };
}

export const shopServer = (
  rules: HttpRules,
  failedShare: number,
): Server<{ failed: number }, { readonly http: number }> => ({
  kind: 'shop',
  start: () => ({ failed: 0 }),
  serve(memory, _request, _from, node): ShopAnswer {
    const success = !chance(node.stream('payments'), failedShare);
    if (success) return { status: 200, body: { success } };
    memory.failed += 1;
    // 402 Payment Required.
    return { status: rules['status-tells-outcome'] ? 402 : 200, body: { success } };
  },
  shown: ({ failed }) => ({ failed }),
});

/** Buys one item after the other; the dashboard and the user see each answer. */
export const buyer = (
  shop: string,
  purchases: number,
  sees: (answer: ShopAnswer, purchase: number) => void,
) =>
  client('buyer', (node) => {
    node.spawn(buy(node, shop, purchases, sees));
    return {};
  });

function* buy(
  node: ServerContext,
  shop: string,
  purchases: number,
  sees: (answer: ShopAnswer, purchase: number) => void,
): Process<void> {
  for (let http = 1; http <= purchases; http++) {
    const answer = yield* attempt(node.call<ShopAnswer>(shop, { http }));
    if (answer !== undefined) sees(answer, http);
    else yield* node.sleep(10);
  }
}
