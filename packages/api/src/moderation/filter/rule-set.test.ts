import { expect, test } from 'vitest';
import { linkedHosts } from './links.ts';
import { patternRefusal } from './patterns.ts';
import { type ActiveRule, outcomeOf, RuleSet } from './rule-set.ts';
import type { RuleDefinition } from './schemas.ts';

const aRule = (definition: RuleDefinition, more: Partial<ActiveRule> = {}): ActiveRule =>
  ({
    id: crypto.randomUUID(),
    name: 'rule',
    outcome: 'flag',
    policy: 'other',
    severity: 2,
    channelIds: [],
    ...definition,
    ...more,
  }) as ActiveRule;
const words = (all: string[], except: string[] = []): RuleDefinition => ({
  kind: 'words',
  config: { words: all, except },
});
const pattern = (text: string, caseSensitive = false): RuleDefinition => ({
  kind: 'pattern',
  config: { pattern: text, caseSensitive },
});
const links = (...allowedHosts: string[]): RuleDefinition => ({
  kind: 'links',
  config: { allowedHosts },
});
const look = (rules: ActiveRule[], content: string, channelId: string | null = null) =>
  new RuleSet(rules, ['atalaya.test']).look({ content, channelId });

test('TRUST-01: the strongest outcome holds, and everything that matches is reported', () => {
  const rules = [
    aRule(words(['spam']), { outcome: 'flag' }),
    aRule(pattern('c[o0]mpra'), { outcome: 'block' }),
    aRule(words(['oferta']), { outcome: 'hold' }),
    aRule(words(['nada'])),
  ];
  const matches = look(rules, 'Oferta: COMPRA ya. Esto es s.p.a.m');
  expect(new Set(matches.map(({ rule }) => rule.id))).toEqual(
    new Set(rules.slice(0, 3).map(({ id }) => id)),
  );
  expect(matches.flatMap(({ matched }) => matched).toSorted()).toEqual([
    'COMPRA',
    'Oferta',
    's.p.a.m',
  ]);
  expect(outcomeOf(matches)).toBe('block');
  expect(outcomeOf(matches.filter(({ rule }) => rule.outcome !== 'block'))).toBe('hold');
  expect(outcomeOf([])).toBe('allow');
});

test('TRUST-01: a rule for some channels is silent in others', () => {
  const rules = [aRule(words(['spam']), { channelIds: ['here'] })];
  expect(look(rules, 'spam', 'here')).toHaveLength(1);
  expect(look(rules, 'spam', 'there')).toHaveLength(0);
});

test('TRUST-01: words that are excepted are fine, others of the rule are not', () => {
  const rules = [aRule(words(['pene', 'penes'], ['penne']))];
  expect(look(rules, 'unos penne al pesto')).toEqual([]);
  expect(look(rules, 'p e n e')).toHaveLength(1);
});

test('TRUST-01: two rules with the same word are both told', () => {
  expect(look([aRule(words(['spam'])), aRule(words(['spám']))], 'SPAM')).toHaveLength(2);
});

test('TRUST-01: patterns: letters of either case, unless the rule says otherwise', () => {
  expect(look([aRule(pattern('\\bES\\d{2} ?\\d{4}'))], 'cuenta es12 3456')).toHaveLength(1);
  expect(look([aRule(pattern('\\bES\\d{2} ?\\d{4}', true))], 'cuenta es12 3456')).toEqual([]);
  expect(look([aRule(pattern('^solo$')), aRule(pattern('so'))], 'solo')).toHaveLength(2);
});

test('TRUST-01: a pattern that would take for ever elsewhere takes no time here', () => {
  const rules = [aRule(pattern('(a+)+$')), aRule(pattern('(x|x|x)*y'))];
  const started = performance.now();
  look(rules, `${'a'.repeat(20_000)}!${'x'.repeat(10_000)}`);
  expect(performance.now() - started).toBeLessThan(2_000);
});

test('TRUST-01: patterns that cannot be read or match everything are refused', () => {
  expect(patternRefusal('a(b')).toBe('unreadable');
  expect(patternRefusal('(?=look)ahead')).toBe('unreadable');
  expect(patternRefusal('a*')).toBe('matchesAll');
  expect(patternRefusal('a+')).toBeNull();
});

test.each([
  ['https://evil.test/x', 'evil.test'],
  ['mira HTTP://Evil.Test.', 'evil.test'],
  ['[texto](https://evil.test)', 'evil.test'],
  ['www.evil.test', 'evil.test'],
  ['evil.com', 'evil.com'],
  ['evil.io/premio', 'evil.io'],
  ['https://banco.es@evil.test/', 'evil.test'],
  ['https://xn--80ak6aa92e.com', 'xn--80ak6aa92e.com'],
  ['https://bаnco.es', 'xn--bnco-53d.es'],
])('TRUST-01: «%s» links to %s', (text, host) => {
  expect(linkedHosts(text).map((one) => one.host)).toEqual([host]);
});

test.each(['verdad.Es que no', 'fin.Me voy', 'v1.2.3', 'ana@faro.example', 'etc...', '3.5/10'])(
  'TRUST-01: «%s» is no link',
  (text) => {
    expect(linkedHosts(text)).toEqual([]);
  },
);

test.each([
  ['mira evil.es ya', 'evil.es'],
  ['mira EVIL.ES', 'evil.es'],
  ['en tienda.co.uk, barato', 'tienda.co.uk'],
  ['evil[.]es', 'evil.es'],
  ['evil (.) es/aqui'.replaceAll(' ', ''), 'evil.es'],
  ['evil[dot]ninja', 'evil.ninja'],
  ['hxxp://evil.test/x', 'evil.test'],
  ['hXXps[:]//evil[.]es/x', 'evil.es'],
  ['пример.рф', 'xn--e1afmkfd.xn--p1ai'],
  ['xn--e1afmkfd.xn--p1ai', 'xn--e1afmkfd.xn--p1ai'],
  ['evil.md/x', 'evil.md'],
  ['www.evil.zip', 'evil.zip'],
])('TRUST-01: «%s», as people write it, links to %s', (text, host) => {
  expect(linkedHosts(text).map((one) => one.host)).toEqual([host]);
});

test.each([
  'lee fichero.md y main.rs',
  'abre index.ts, foto.png e informe.pdf',
  'con node.js.',
  'copia.zip',
  'ana@casa.es',
  'Vale.Es verdad',
  'evil.example',
  'punto...es otra cosa',
  'son 3.14',
])('TRUST-01: «%s» is no link', (text) => {
  expect(linkedHosts(text)).toEqual([]);
});

test('TRUST-01: links to allowed hosts, to what is below them, and to this installation are fine', () => {
  const rules = [aRule(links('banco.es', '*.ejemplo.org', 'https://docs.test/'))];
  for (const fine of [
    'https://banco.es/a',
    'https://www.banco.es',
    'https://mi.banco.es',
    'https://ejemplo.org',
    'https://docs.test/b',
    'http://atalaya.test/channels/1',
    'sin enlaces',
  ]) {
    expect([fine, look(rules, fine)]).toEqual([fine, []]);
  }
  for (const bad of ['https://xbanco.es', 'https://banco.es.evil.test', 'https://bаnco.es']) {
    expect([bad, look(rules, bad).length]).toEqual([bad, 1]);
  }
});

test('TRUST-01: a rule that cannot be used is told and leaves the others alone', () => {
  const unfit: ActiveRule[] = [];
  const broken = aRule(pattern('a(b'));
  const rules = new RuleSet([broken, aRule(words(['spam']))], [], (rule) => unfit.push(rule));
  expect(unfit).toEqual([broken]);
  expect(rules.look({ content: 'spam a(b', channelId: null })).toHaveLength(1);
});
