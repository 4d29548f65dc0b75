/** A Vite plugin that writes what can be found by words, so that the page need not load every sim for it. */
import type { Plugin } from 'vite';
import { glossary } from '../../../scenarios/glossary.ts';
import { catalogue } from '../../../scenarios/index.ts';
import { ledger } from '../../../scenarios/ledger.ts';
import { searchWords } from '../../../scenarios/search-words.ts';
import { sections } from '../../../scenarios/sections.ts';
import { findablesIn } from '../../lab/find/findable.ts';

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

const contents = async (): Promise<string> =>
  JSON.stringify(await findablesIn({ catalogue, ledger, sections, glossary, searchWords }));
