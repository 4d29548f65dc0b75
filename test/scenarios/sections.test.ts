/**
 * Goal: every claim and every scenario that the sections and the glossary name exists, each claim belongs to one section,
 * and the page of claims is what the ledger says.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { comparisons } from '../../scenarios/comparisons.ts';
import { cachesAndMessages } from '../../scenarios/comparisons-of-caches-and-messages.ts';
import { consensus } from '../../scenarios/comparisons-of-consensus.ts';
import { data } from '../../scenarios/comparisons-of-data.ts';
import { operations } from '../../scenarios/comparisons-of-operations.ts';
import { requests } from '../../scenarios/comparisons-of-requests.ts';
import { decidingRules } from '../../scenarios/deciding-rules.ts';
import { designs } from '../../scenarios/designs.ts';
import { glossary } from '../../scenarios/glossary.ts';
import { catalogue } from '../../scenarios/index.ts';
import { ledger } from '../../scenarios/ledger.ts';
import { opinions, referenceClaims } from '../../scenarios/reference-claims.ts';
import { claimsOfSections } from '../../scenarios/section-claims.ts';
import { sectionOf, sections } from '../../scenarios/sections.ts';
import { codeOf, rulesIn } from '../../src/host/code-place.ts';
import { projectFolder } from '../../src/host/source.ts';
import { rulesShownBy } from '../../src/lab/catalogue.ts';
import { claimsPage } from '../support/claims-page.ts';

const scenarios = catalogue.entries.map(({ id }) => id);
const sectionIds = sections.map(({ id }) => id);

test('sections and terms are shown by scenarios that exist', () => {
  const named = [
    ...sections.flatMap(({ shows }) => shows),
    ...Object.values(glossary).map(({ shownBy }) => shownBy),
    ...Object.values(comparisons).flatMap(({ sides }) => Object.values(sides)),
  ];
  expect(named.filter((id) => !scenarios.includes(id))).toEqual([]);
});

test('a comparison has two or three sides, and a name that nothing else has', () => {
  const others = [
    ...sectionIds,
    ...scenarios,
    ...ledger.map(({ id }) => id),
    ...Object.keys(glossary),
  ];
  for (const [name, { sides }] of Object.entries(comparisons)) {
    expect(others).not.toContain(name);
    expect([2, 3]).toContain(Object.keys(sides).length);
    expect(new Set(Object.values(sides)).size).toBe(Object.keys(sides).length);
  }
});

test('the rules that a comparison names are those of a wing', async () => {
  for (const [id, { rules }] of Object.entries(comparisons)) {
    if (rules === undefined) continue;
    expect([id, [1, 2].includes(rules.length)]).toEqual([id, true]);
    for (const name of rules) {
      const [wing = '', rule = ''] = name.split('/');
      expect((await catalogue.wing(wing)).sim.rules.ids).toContain(rule);
    }
  }
});

test('the rules that a scenario without any names are those of a wing', async () => {
  for (const [id, names] of Object.entries(decidingRules)) {
    const scenario = await catalogue.scenario(id);
    const own = await catalogue.wing(scenario.sim.id);
    expect([id, rulesIn(codeOf(scenario), own.sim.rules.ids)]).toEqual([id, []]);
    expect([id, rulesShownBy(own, id)]).toEqual([id, []]);
    for (const name of names) {
      const [wing = '', rule = ''] = name.split('/');
      expect((await catalogue.wing(wing)).sim.rules.ids).toContain(rule);
    }
  }
});

test('there are 27 sections, 22 questions, and what belongs to neither', () => {
  const count = (pattern: RegExp) => sectionIds.filter((id) => pattern.test(id)).length;
  expect([count(/^\d+$/), count(/^q\d+$/), sectionIds.length]).toEqual([27, 22, 52]);
  expect(new Set(sectionIds).size).toBe(52);
});

test('each claim is of one section', () => {
  const claims = [
    ...ledger.map(({ id }) => id),
    ...Object.keys({ ...referenceClaims, ...opinions }),
  ];
  expect(claims.filter((id) => !sectionIds.includes(sectionOf(id) ?? ''))).toEqual([]);
  expect(new Set(claims).size).toBe(claims.length);
  const listed = Object.values(claimsOfSections).flatMap((text) => text.split(/\s+/));
  expect(new Set(listed).size).toBe(listed.length);
});

test('what a document decides says what is true instead, unless it is confirmed', () => {
  for (const [id, { verdict, instead, source, asOf }] of Object.entries(referenceClaims)) {
    expect([id, instead !== undefined]).toEqual([id, verdict !== 'confirmed']);
    expect(source.length).toBeGreaterThan(8);
    expect(asOf).toMatch(/^20\d\d-(0[1-9]|1[0-2])$/);
  }
});

test('no comparison hides another of its name', () => {
  const files = [cachesAndMessages, consensus, data, designs, operations, requests];
  const ids = files.flatMap((one) => Object.keys(one));
  expect([...new Set(ids)]).toHaveLength(ids.length);
  expect(Object.keys(comparisons)).toHaveLength(ids.length);
});

test('CLAIMS.md is what `npm run ledger` writes', () => {
  const page = readFileSync(join(projectFolder, 'scenarios/CLAIMS.md'), 'utf8');
  expect(page).toBe(claimsPage());
});
