/** What the commands find scenarios in: the lab's own, and files of the user's own. */
import { catalogue } from '../../scenarios/index.ts';
import type { Catalogue } from '../lab/catalogue.ts';
import type { CommandIo } from './io.ts';

export const catalogueFor = ({ own }: Pick<CommandIo, 'own'>): Catalogue => catalogue.withOwn(own);
