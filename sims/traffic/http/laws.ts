/** The laws of gateways, servers and clients that speak HTTP. */
import { type Breaches, watched } from '../../../src/check/breaches.ts';
import type { TrafficSubject } from '../subject.ts';

const httpLaws = {
  'status-tells-what-failed': 'a failed request gets the status of its cause',
  'no-request-on-a-closed-connection':
    'no request is sent on a connection that its server has closed',
  'no-work-after-504': 'no server works on a request that its gateway has given up',
  'dashboard-sees-failures': 'every failure that a user sees counts as an error by its status',
  'job-runs-once': 'no job is run twice, however often it is requested',
  'no-request-before-its-time':
    'no client asks again before the time that it was told, unless it has restarted since',
  'host-is-not-flooded': 'a host gets one request at a time, and none before its delay is over',
  'page-once': 'no page is fetched twice',
  'object-is-the-file': 'an uploaded object has the parts of the file, each once and in order',
  'break-costs-one-part': 'no part is sent again that the storage has acknowledged',
} as const;

export type HttpLaw = keyof typeof httpLaws;

export interface HttpSubject extends TrafficSubject {
  readonly breaches: Breaches<HttpLaw>;
}

export const httpInvariants = Object.values(
  watched(httpLaws, ({ breaches }: HttpSubject) => breaches),
);
