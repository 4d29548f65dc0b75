/** A Vite plugin that writes what can be found by words, so that the page need not load every sim for it. */
import type { Plugin } from 'vite';
import { toFind } from '../../host/page-files.ts';

export function findFile(): Plugin {
  return {
    name: 'find-file',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'find.json', source: await toFind() });
    },
    configureServer({ middlewares }) {
      middlewares.use(async (request, response, next) => {
        if (!/\/find\.json$/.test(request.url ?? '')) return next();
        response.setHeader('content-type', 'application/json');
        response.end(await toFind());
      });
    },
  };
}
