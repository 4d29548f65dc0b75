/** For each rule, a run that shows what happens without it. */
import type { IoRule } from '../../sims/io/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

const killer = (name: string) => ({ scenario: `io/${name}`, seed: '1' });

export const ioKillers: Killers<IoRule> = {
  'ready-only-scan': killer('waiting-costs'),
  'descriptor-fits-the-set': killer('waiting-costs'),
  'edge-trigger-drains-until-eagain': killer('edge-and-level'),
  'level-trigger-rearms': killer('edge-and-level'),
  'one-shot-with-threads': killer('shared-epoll'),
  'one-shot-rearm': killer('shared-epoll'),
  'reads-are-not-messages': killer('cut-messages'),
  'write-interest-only-when-blocked': killer('idle-connections'),
  'out-buffer-is-bounded': killer('slow-reader'),
  'stale-event-dropped': killer('reused-descriptor'),
  'read-budget-per-turn': killer('greedy-peer'),
  'close-deregisters': killer('inherited-descriptor'),
  'accept-is-bounded': killer('connection-burst'),
  'run-to-completion': killer('interleaved-callbacks'),
  'sent-file-is-not-overwritten': killer('file-to-socket'),
  'offload-cpu': killer('blocked-loop'),
};
