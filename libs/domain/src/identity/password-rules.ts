import type { Refusal } from '@kernel';
import { R } from './identity.refusals';

/** Words of this platform and this trade that no password may rest on (docs/decisions/0025 lists them; ASVS 6.1.2). */
export const CONTEXT_WORDS: readonly string[] = [
  ...['tianping', 'zhaobiao', 'toubiao', 'pingbiao', 'kaibiao', 'dingbiao', 'zhongbiao', 'biaoshu', 'jiaoyi', 'zhongxin', 'gonggong', 'ziyuan', 'zhuanjia', 'jianguan', 'caigou', 'gongcheng'],
  ...['tender', 'bidder', 'bidding', 'expert', 'opening', 'evaluation', 'platform', 'trading', 'centre', 'center', 'agency', 'bureau', 'security', 'officer', 'hengzhou'],
  ...['天平', '招标', '投标', '评标', '开标', '定标', '中标', '交易', '中心', '平台', '专家', '监管'],
];

/** What people everywhere make passwords of. */
export const COMMON_WORDS: readonly string[] = [
  ...['password', 'passwort', 'passw0rd', 'p@ssw0rd', 'p@ssword', 'pa55word', 'passphrase', 'pass', 'change', 'changeme', 'secret', 'letmein', 'welcome', 'default', 'initial', 'temporary'],
  ...['admin', 'administrator', 'root', 'user', 'username', 'guest', 'login', 'system', 'server', 'manager', 'master', 'public', 'private', 'test', 'testing', 'demo', 'sample', 'example', 'office'],
  ...['iloveyou', 'love', 'hello', 'sunshine', 'princess', 'dragon', 'monkey', 'football', 'baseball', 'basketball', 'superman', 'batman', 'spiderman', 'starwars', 'pokemon', 'trustno1'],
  ...['michael', 'jordan', 'jessica', 'ashley', 'jennifer', 'charlie', 'thomas', 'daniel', 'shadow', 'killer', 'freedom', 'whatever', 'computer', 'internet', 'samsung', 'google', 'facebook'],
  ...['liverpool', 'chelsea', 'arsenal', 'unknown', 'nothing', 'summer', 'winter', 'spring', 'autumn', 'monday', 'friday', 'january', 'december', 'company', 'chocolate', 'butterfly'],
  ...[
    'woaini',
    'woaiwojia',
    'aini',
    'nihao',
    'mima',
    'kouling',
    'guanliyuan',
    'yonghu',
    'ceshi',
    'zhongguo',
    'china',
    'beijing',
    'shanghai',
    'asdasd',
    'aaaaaa',
    'qweqwe',
    'zxczxc',
    '口令',
    '密码',
    '管理员',
  ],
];

/** Letters as they lie beside each other: alphabets, rows and columns of keys, rows taken in turn. */
const WALKS =
  'abcdefghijklmnopqrstuvwxyz 01234567890 qwertyuiop asdfghjkl zxcvbnm 1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p qazwsxedcrfvtgbyhnujmikolp 1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6u7i8o9p0 !@#$%^&*() !qaz@wsx#edc$rfv'
    .split(' ')
    .flatMap((walk) => [walk, [...walk].reverse().join('')]);
const SHORTEST_WALK = 4;

/** So many characters are left when everything is taken away that somebody else would guess, and so many of them differ. */
const LEAST_LEFT = 8;
const LEAST_DIFFERENT = 5;

/** Whom a password must not be made of. */
export interface About {
  login: string;
  name: string;
  organisationName: string;
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Whole and in its parts: `tc.hall.1` also without its dots. */
const partsOf = (text: string): string[] => {
  const parts = plain(text).split(/[^\p{L}\p{N}]/u);
  return [plain(text), parts.join(''), ...parts].filter((part) => part.length >= (/^[\x20-\x7e]*$/.test(part) ? 3 : 2));
};

/** Takes words away, the longest first; a mark stays in their place, so that what stood around them makes no new one. */
const GONE = '\n';
const without = (text: string, words: readonly string[]): string => [...words].sort((a, b) => b.length - a.length).reduce((left, word) => left.split(word).join(GONE), text);

/** How many characters from `at` go along a walk, or repeat one and the same. */
function runAt(text: string, at: number): number {
  let same = 1;
  while (text[at + same] === text[at] && text[at] !== GONE) same += 1;
  let along = SHORTEST_WALK - 1;
  while (at + along < text.length && WALKS.some((walk) => walk.includes(text.slice(at, at + along + 1)))) along += 1;
  return Math.max(same >= 3 ? same : 0, along >= SHORTEST_WALK ? along : 0);
}

function withoutRuns(text: string): string {
  let left = '';
  for (let at = 0; at < text.length; ) {
    const run = runAt(text, at);
    left += run > 0 ? GONE : text[at];
    at += Math.max(run, 1);
  }
  return left;
}

/** A text that is one part again and again counts as that part. */
function once(text: string): string {
  for (let unit = 1; unit <= text.length / 2; unit += 1) if (text.startsWith(text.slice(0, text.length - unit), unit)) return text.slice(0, unit);
  return text;
}

/** Years, and dates that begin with one. */
const YEARS = /(?:19|20)\d{2}(?:[01]\d[0-3]\d)?/g;

/** What nobody would guess of it who knows the person, the platform and what people usually take. */
function leftOf(wanted: string, { login, name, organisationName }: About): string {
  const own = [login, name, organisationName].flatMap(partsOf);
  const words = without(once(plain(wanted)), [...own, ...CONTEXT_WORDS, ...COMMON_WORDS]);
  return once(withoutRuns(words.replace(YEARS, GONE)).replaceAll(GONE, ''));
}

/** Every reason against a password (ASVS 6.2.3, 6.2.4, 6.2.11); none: it is taken. Its length the schema has looked at. The refusals tell nothing of it. */
export function passwordFaults({ current, wanted }: { current: string; wanted: string }, about: About): (Refusal | false)[] {
  const left = leftOf(wanted, about);
  return [wanted === current && R.passwordSame({}, '/wanted'), (left.length < LEAST_LEFT || new Set(left).size < LEAST_DIFFERENT) && R.passwordGuessable({}, '/wanted')];
}
