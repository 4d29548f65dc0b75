/** A Vite plugin that writes the code of every rule, a JSON file for each sim. */
import type { Plugin } from 'vite';
import { rulesOf, sims } from '../../host/page-files.ts';

export function ruleFiles(): Plugin {
  return {
    name: 'rule-files',
    generateBundle() {
      for (const sim of sims()) {
        this.emitFile({ type: 'asset', fileName: `rules/${sim}.json`, source: rulesOf(sim) });
      }
    },
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const sim = /\/rules\/([a-z-]+)\.json$/.exec(request.url ?? '')?.[1];
        if (sim === undefined || !sims().includes(sim)) return next();
        response.setHeader('content-type', 'application/json');
        response.end(rulesOf(sim));
      });
    },
  };
}
