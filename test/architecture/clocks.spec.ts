import ts from 'typescript';
import { codeOf, isTest, type Source, sources } from './sources';

/**
 * Three clocks (docs/decisions/0021): the platform's (`tianping_now()`, simulated in a demonstration) for acts of law and roles; the database's real one
 * (`clock_timestamp()`) for sessions, attempts and leases; the monotonic one of the process (`performance.now()`) for ages of what it keeps in memory. The
 * host's wall clock judges nothing: an hour back, it would give ended rights an hour more.
 */
const product = sources('apps', 'libs', 'bench').filter((source) => !isTest(source));

const planted = (text: string): Source[] => [{ path: 'libs/domain/src/tender/planted.ts', text }];
const using = (pattern: RegExp, allowed: readonly RegExp[], from: readonly Source[] = product) =>
  from.filter(({ path, text }) => pattern.test(codeOf(text)) && !allowed.some((place) => place.test(path))).map(({ path }) => path);

const WALL = /new\s+Date\b(?!\s*\(\s*[^\s)])|(?<!new\s+)\bDate\s*\(|\bDate\s*(\.\s*now\b|\?\.|\[\s*[^\]\s])|\}\s*=\s*Date\b|\btimeOrigin\b|\bTemporal\s*\./;
/** The command line and the benchmarks are clients: what they date are people’s own papers and screens. Ids sort by time but decide nothing. The queue writes its schedules by its own host's clock, the log its lines. */
const WALL_PLACES = [/^apps\/(cli|web|verifier)\//, /^bench\//, /^libs\/kernel\/src\/ids\.ts$/, /^libs\/platform\/src\/log\/log\.ts$/, /^libs\/platform\/src\/jobs\/jobs\.ts$/];

test('the host’s wall clock is asked nowhere in the server', () => {
  expect(using(WALL, WALL_PLACES)).toEqual([]);
});

test.each(['new Date()', 'new Date( )', 'new Date', 'new Date;', 'Date()', 'Date.now()', 'Date . now()', `Date['now']()`, 'const { now } = Date', 'performance.timeOrigin', 'Temporal.Now.instant()'])(
  'negative control: %s is found when planted',
  (code) => expect(using(WALL, WALL_PLACES, planted(`const a = ${code}`))).toHaveLength(1),
);

test.each([
  'new Date(0)',
  'new Date(row.at)',
  'performance.now()',
  'tx.now',
  'z.iso.date()',
  'localDate(tx.now)',
  '0; // never new Date()',
  'Date.parse(text)',
  'value instanceof Date',
  '[] as Date[]',
])('%s is none', (code) => expect(using(WALL, WALL_PLACES, planted(`const a = ${code}`))).toEqual([]));

/** Every text of the file; what is put in is left open. */
function textsOf({ path, text }: Source): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(i|freeI)nOrder$/.test(node.expression.getText())) return void found.push(node.getText()); // a condition, with its table
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) found.push(node.text);
    else if (ts.isTemplateExpression(node)) found.push(node.getText());
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

/** The time of a transaction's beginning, or the session's zone: neither is now. */
const STANDING = /(?<![\w.])now\(\)|\bcurrent_(timestamp|date|time)\b|\blocal(time|timestamp)\b|\b(transaction|statement)_timestamp\b/i;
const REAL = /\bclock_timestamp\(\)/;
/** Tables that live by real time; their columns are compared with no other clock. */
const REAL_TABLES =
  /\b(session|sign_in_challenge|attempt_meter|known_device|first_password_half|certificate_challenge|idempotency_key|time_source|revocation_list|bid_transfer|installation|storage_claim|content_candidate|content_removal|stored_content|job_run|platform_beat)\b|LEASE|UNFLUSHED|STANDS/;

const sql = (from: readonly Source[]) => from.flatMap((source) => textsOf(source).map((text) => ({ path: source.path, text })));
/** One-time codes count periods of real time (RFC 6238); a lease is put into statements on `bid_transfer`, what makes a session stand into those on `session`; room on a disk is kept and collected by real hours. */
const REAL_PLACES = [/domain\/src\/files\//, /one-time-codes\.ts$/, /transfer-writers\.ts$/];

const standing = (from: readonly Source[]) => sql(from).filter(({ text }) => STANDING.test(text));
const mixed = (from: readonly Source[]) => sql(from).filter(({ path, text }) => REAL.test(text) && !REAL_TABLES.test(text) && !REAL_PLACES.some((place) => place.test(path)));

test('statements ask the clock itself, and the real one only for what lives by real time', () => {
  const server = product.filter(({ path }) => /^(libs|apps\/(api|worker|cli))\//.test(path));
  expect(standing(server)).toEqual([]);
  expect(mixed(server)).toEqual([]);
});

test('negative control: each is found when planted', () => {
  for (const text of ['select 1 from role_grant where ends_at > now()', 'select current_timestamp', 'select localtimestamp']) expect(standing(planted(`db.read(\`${text}\`)`))).toHaveLength(1);
  for (const text of ['select tianping_now()', 'select clock_timestamp() from session']) expect(standing(planted(`db.read(\`${text}\`)`))).toEqual([]);
  expect(mixed(planted('db.read(`select 1 from role_grant where ends_at > clock_timestamp() and id = ${id}`)'))).toHaveLength(1);
  expect(mixed(planted('db.read(`select 1 from session where expires_at > clock_timestamp()`)'))).toEqual([]);
});

/** A clock in a comparison is asked for each row anew, and no index serves it: at a million lots the sessions of a day took seconds. In a select of its own it is asked once. */
const EACH_ROW = /([<>]=?|\bbetween|\band)\s*(tianping_now|clock_timestamp)\(\)|(?<!select[^;]{0,30})\btianping_now\(\) at time zone/i;
const eachRow = (from: readonly Source[]) => sql(from).filter(({ text }) => EACH_ROW.test(text));

test('a statement compares with the clock that it asked once', () => {
  expect(eachRow(product.filter(({ path }) => path.startsWith('libs/')))).toEqual([]);
  for (const text of ['select 1 from tender where deadline > tianping_now()', 'where at between a and clock_timestamp()', `where d < (tianping_now() at time zone 'Asia/Shanghai')::date`])
    expect(eachRow(planted(`db.read(\`${text}\`)`))).toHaveLength(1); // negative control
  for (const text of ['select 1 from tender where deadline > (select tianping_now())', 'update a set at = tianping_now()', `(select (tianping_now() at time zone 'Asia/Shanghai')::date)`])
    expect(eachRow(planted(`db.read(\`${text}\`)`))).toEqual([]);
});
