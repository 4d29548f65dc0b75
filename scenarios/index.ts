/** The wings of the lab, each with its scenarios. */
import { Catalogue } from '../src/lab/catalogue.ts';
import { canaryWing } from './canary/index.ts';
import { raftWing } from './raft/index.ts';
import { resilienceWing } from './resilience/index.ts';

export const catalogue = new Catalogue([raftWing, resilienceWing, canaryWing]);
