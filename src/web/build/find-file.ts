/** A Vite plugin that writes what can be found by words, so that the page need not load every sim for it. */
import type { Plugin } from 'vite';
import { catalogue } from '../../../scenarios/index.ts';
import { ledger } from '../../../scenarios/ledger.ts';
import { findablesIn } from '../../lab/findable.ts';

export function findFile(): Plugin {
  return {
    name: 'find-file',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'find.json', source: await contents() });
    },
    configureServer({ middlewares }) {
      middlewares.use(async (request, response, next) => {
        if (!/\/find\.json$/.test(request.url ?? '')) return next();
        response.setHeader('content-type', 'application/json');
        response.end(await contents());
      });
    },
  };
}

/** Each with the scenario that decides it, if it is a claim. */
async function contents(): Promise<string> {
  const scenarioOf = new Map(ledger.map(({ id, scenario }) => [id, scenario]));
  const items = await findablesIn(catalogue, ledger);
  return JSON.stringify(items.map((item) => ({ ...item, decidedBy: scenarioOf.get(item.name) })));
}
