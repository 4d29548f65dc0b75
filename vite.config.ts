/** How the page is served and built: static files that work under any path. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { findFile } from './src/web/build/find-file.ts';
import { policyWhenBuilt } from './src/web/build/policy.ts';
import { ruleFiles } from './src/web/build/rule-files.ts';

export default defineConfig({
  root: 'src/web',
  base: './',
  plugins: [svelte(), ruleFiles(), findFile(), policyWhenBuilt()],
  worker: { format: 'es' },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
  },
});
