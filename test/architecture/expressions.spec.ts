import { expressionsOf, faultOf } from './expressions';
import { allSources, isTest, type Source } from './sources';

/** The browser's code too: it reads files that others made. */
const product = allSources('apps', 'libs').filter((source) => !isTest(source));
const all = product.map(expressionsOf);

test('every expression of the product takes time in proportion to its text, whatever the text', () => {
  const distinct = new Map(all.flatMap(({ found }) => found).map((one) => [`${one.repeated} ${one.flags} ${one.source}`, one]));
  const faults = [...distinct.values()].map((one) => [one, faultOf(one)] as const).filter(([, fault]) => fault);
  expect(faults.map(([{ place, source }, fault]) => `${place} /${source}/: ${fault}`)).toEqual([]);
  expect(distinct.size).toBeGreaterThan(100);
});

test('none is put together at run time, where nobody could check it', () => {
  expect(all.flatMap(({ unchecked }) => unchecked)).toEqual([]);
});

const planted = (text: string): Source => ({ path: 'libs/domain/src/tender/planted.tsx', text });

/** The first is the one with which a stranger stopped the server: 19,900 line feeds, and it never came back. */
const FAULTS = [
  String.raw`text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----\s+([A-Za-z0-9+/=\s]+?)\s*-----END \1-----/g)`,
  String.raw`/(a+)+$/.test(text)`,
  String.raw`/^(\s*\S+)*$/.test(text)`,
  String.raw`text.replace(/\s+$/, '')`,
  String.raw`text.split(/[\s,]+/)`,
  String.raw`text.replace(/\B(?=(\d{3})+(?!\d))/g, ',')`,
  String.raw`text.replace(/a(?:.*b)?/g, '')`,
  String.raw`const view = <p>{text.replace(/[. ]+$/, '')}</p>`,
];

test.each(FAULTS)('negative control: planted, %s is found', (code) => {
  const { found } = expressionsOf(planted(code));
  expect(found.map(faultOf)).toEqual([expect.any(String)]);
});

test.each([String.raw`text.replace(/\{(\w+)\}/g, '')`, String.raw`/^[a-z]+(?:-[a-z]+)*$/.test(text)`, String.raw`text.match(/.{1,64}/g)`, String.raw`text.split(/[\s,]/)`])('%s is linear', (code) => {
  const { found } = expressionsOf(planted(code));
  expect(found.map(faultOf)).toEqual([undefined]);
});

test.each(['new RegExp(`^${text}$`)', 'RegExp(pattern)', `text.match('a+')`, 'text.search(`${other}+`)'])('negative control: planted, %s is found as made at run time', (code) => {
  expect(expressionsOf(planted(code)).unchecked).toHaveLength(1);
});
