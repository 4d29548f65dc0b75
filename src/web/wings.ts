/**
 * The wings as the page loads them: the list of one wing's scenarios when something of it is opened, all lists when
 * a name is unknown. So the page begins without any of them.
 */
import { Catalogue, type WingEntry } from '../lab/catalogue.ts';
import type { AnyScenario } from '../lab/scenario.ts';

const lists = import.meta.glob<Readonly<Record<string, WingEntry>>>('../../scenarios/*/index.ts');

/** The scenario of that id. Rejects with InputError, and the nearest id, if there is none. */
export async function scenarioNamed(id: string): Promise<AnyScenario> {
  const [wing = ''] = id.split('/');
  const catalogue = await catalogueOf(wing);
  const isThere = catalogue.entries.some((entry) => entry.id === id);
  return (isThere ? catalogue : await wholeCatalogue()).scenario(id);
}

/** The wing of that id alone; all wings if there is none of that id. */
export async function catalogueOf(wing: string): Promise<Catalogue> {
  const load = lists[`../../scenarios/${wing}/index.ts`];
  return load === undefined ? wholeCatalogue() : new Catalogue(Object.values(await load()));
}

async function wholeCatalogue(): Promise<Catalogue> {
  return (await import('../../scenarios/index.ts')).catalogue;
}
