/** A Vite plugin that writes the code of every rule, a JSON file for each sim. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { excerptsOfRule, projectFolder } from '../../host/source.ts';
import { highlighted } from './highlight.ts';

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

function sims(): string[] {
  return readdirSync(join(projectFolder, 'sims'));
}

/** The rules are found by the lines that ask for them. */
function rulesOf(sim: string): string {
  const folder = join(projectFolder, 'sims', sim);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const code = files
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  const rules = new Set(
    code.flatMap((text) =>
      [...text.matchAll(/rules\['([a-z0-9-]+)'\]/g)].map(([, rule]) => rule ?? ''),
    ),
  );
  const sources = [...rules].sort().map((rule) => [
    rule,
    excerptsOfRule(sim, rule).map((excerpt) => ({
      ...excerpt,
      lines: highlighted(excerpt.lines),
    })),
  ]);
  return JSON.stringify(Object.fromEntries(sources));
}
