/** The words on the arrows of requests and replies; undefined for the requests of the users. */
import type { FleetRequest, Instances, Scraped } from './traffic/fleet.ts';
import type { RouterRequest } from './traffic/router.ts';

type Message =
  | FleetRequest
  | RouterRequest
  | { readonly kind: 'alarm' }
  | Instances
  | Scraped
  | string;

export function canaryMessageInWords(message: unknown): string | undefined {
  const said = message as Message;
  if (typeof said === 'string') return said;
  if ('kind' in said) {
    switch (said.kind) {
      case 'scale':
        return `scale to ${said.to}`;
      case 'route': {
        const { targets, copiesTo } = said.route;
        const shares = targets.map(
          ({ to, share }) => `${Math.round(share * 1_000) / 10}% to ${to}`,
        );
        return [...shares, ...(copiesTo === undefined ? [] : [`copies to ${copiesTo}`])].join(', ');
      }
      case 'install':
        return 'install the new version';
      case 'alarm':
        return 'alarm';
      case 'scrape':
      case 'requests':
        return undefined;
    }
  }
  return 'ready' in said ? `${said.ready} ready` : undefined;
}
