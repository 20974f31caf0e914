import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMON_WORDS, CONTEXT_WORDS, passwordFaults } from './password-rules';

const ABOUT = { login: 'wang.lei', name: '王 磊', organisationName: '衡州市公共资源交易中心' };
const codesOf = (wanted: string, about = ABOUT, current = 'something else entirely') => passwordFaults({ current, wanted }, about).flatMap((fault) => (fault ? [fault.code] : []));

test.each([
  ...['tianping@2026!!', 'Zhaobiao20260101', 'toubiao-pingbiao', 'ChangeMe-ChangeMe', 'change-me-123', 'Password123456', 'P@ssw0rd2026!', 'passwordpassword', '密码密码密码密码密码密码'],
  ...['wang.lei.2026', 'WangLei@123456', '王磊王磊王磊王磊王磊王磊', '衡州市公共资源交易中心2026'],
  ...[
    '123456789012',
    '098765432109',
    'qwertyuiop[]',
    '1qaz2wsx3edc4rfv',
    'zaq12wsxcde3',
    '1q2w3e4r5t6y',
    'abcdefghijkl',
    'lkjihgfedcba',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    'Xy7Xy7Xy7Xy7',
    'aaaabbbbcccc',
  ],
  ...['iloveyou2024', 'woaini1314520', 'administrator', 'qwerty123456', 'iloveyouiloveyou', 'Sunshine2019!', 'trustno1trustno1', 'ＰＡＳＳＷＯＲＤ１２３４'],
])('%s is guessed', (wanted) => expect(codesOf(wanted)).toEqual(['identity.password-guessable']));

test.each(['kestrel vat orchid pump', 'mJ4#vQz9!tRw', '青石板上落一夜春雨不眠不休', 'jade-lantern-bolt-77', 'wang.lei likes quiet rivers', 'K7QF-2M9D-XW4T-B8HN'])('%s is taken', (wanted) =>
  expect(codesOf(wanted)).toEqual([]),
);

test('what is about one person counts for him only', () => {
  expect(codesOf('zq.khomyakov')).toEqual([]);
  expect(codesOf('zq.khomyakov', { ...ABOUT, login: 'zq.khomyakov' })).toEqual(['identity.password-guessable']);
});

test('the present one is none', () => expect(codesOf('mJ4#vQz9!tRw', ABOUT, 'mJ4#vQz9!tRw')).toEqual(['identity.password-same']));

test('one that is nothing but one part is guessed, however long', () => {
  for (const part of ['a', 'ab', '1qaz', 'password', '2026', '王', '-']) expect(codesOf(part.repeat(200).slice(0, 200))).toEqual(['identity.password-guessable']);
});

describe('each word is written down, and each written word is one', () => {
  const text = readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'decisions', '0025-passwords-that-nobody-else-knows.md'), 'utf8');
  const listed = (heading: string) =>
    new Set(
      text
        .split(heading)[1]!
        .split('\n\n')[0]!
        .match(/`[^`]+`/g)!
        .map((word) => word.slice(1, -1)),
    );
  test('of this platform', () => expect(listed('*Words of this platform*')).toEqual(new Set(CONTEXT_WORDS)));
  test('of everybody', () => expect(listed('*Common words*')).toEqual(new Set(COMMON_WORDS)));
});
