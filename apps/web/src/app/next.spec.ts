import { ownPath } from './next';

const OWN = [
  '/',
  '/agency',
  '/admin/trail?act=session.start&from=2026-03-01',
  '/tenders/E9901?tab=a#b',
  '/agency/%E6%A0%87%E6%AE%B5',
  '/search?q=a%20b%26c',
  '/openings/a?next=//x',
  '/bidder/find?q=100%25%5C',
];

const FOREIGN = [
  '//host',
  '///host',
  '/\\host',
  '\\\\host',
  '\\/host',
  '/\\/host',
  '/%5chost',
  '/%5Chost',
  '/%2fhost',
  '/%2F/host',
  '/%252fhost',
  '/%255chost',
  '/\t/host',
  '/\n/host',
  '/\r\n/host',
  '/\t\\host',
  '/%09/host',
  '/%0a/host',
  '/%0D%0ALocation:%20https://host',
  '\t//host',
  ' //host',
  '/.//host',
  '/..//host',
  '/a/..//host',
  '/%2e%2e//host',
  '/\u0000/host',
  '/\u007f/host',
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  '/javascript\u0000:x',
  'data:text/html,x',
  'blob:https://here/x',
  'https://host',
  'https:host',
  'http:/host',
  'host',
  '@host',
  '.host',
  '',
];

test.each(OWN)('%s is a page of ours, and stays as it is', (path) => {
  expect(ownPath(path)).toBe(path);
});

// negative control: the rule of before, one `/` and not two, lets a dozen of these pass
test.each(FOREIGN)('%j leads nowhere', (path) => {
  expect(ownPath(path)).toBeUndefined();
});

test('what the rule of before let pass', () => {
  const before = FOREIGN.filter((path) => path.startsWith('/') && !path.startsWith('//'));
  const away = before.filter((path) => new URL(path, 'https://here.invalid').host !== 'here.invalid');
  expect(away).toEqual(expect.arrayContaining(['/\\host', '/\t/host', '/\r\n/host']));
});

test('nothing wanted, nothing given', () => {
  expect(ownPath(null)).toBeUndefined();
});
