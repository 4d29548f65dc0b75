/** Goal: the flagship of every wing comes out the same in another process and in a worker. */
import { catalogue } from '../../scenarios/index.ts';
import { holdRepeats } from '../support/repeats.ts';

await holdRepeats(catalogue.wings.flatMap(({ scenarios: [flagship] }) => flagship?.id ?? []));
