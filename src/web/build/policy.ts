/** A Vite plugin that leaves the security policy out while the page is being worked on: changed files come in as inline styles. */
import type { Plugin } from 'vite';

export function policyWhenBuilt(): Plugin {
  return {
    name: 'policy-when-built',
    apply: 'serve',
    transformIndexHtml: (html) =>
      html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ''),
  };
}
