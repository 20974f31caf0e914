import { log, oneLine, setLogLevel } from './log';

let written: string[];
beforeEach(() => {
  written = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
});
afterEach(() => {
  setLogLevel('info');
  jest.restoreAllMocks();
});

const LINE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (error|info) (\S+) (.*)\n$/;

test('time, level, request and words stand in one line; an error with its stack', () => {
  log('error', 'a job failed', new TypeError('no'), 'request-1');
  expect(written).toHaveLength(1);
  expect(LINE.exec(written[0]!)?.slice(1, 3)).toEqual(['error', 'request-1']);
  expect(LINE.exec(written[0]!)![3]).toMatch(/^a job failed: TypeError: no\\n {4}at /);
  log('info', 'started');
  expect(LINE.exec(written[1]!)?.slice(1)).toEqual(['info', '-', 'started']);
});

// negative control: without `oneLine` each of these wrote a second line, or turned the first one round
test.each(['\n2026-01-01T00:00:00.000Z info - all is well', '\r\nx', '\u2028x', '\u0085x', '\u001b[2Kx', '\u202ex', '\u009bx', '\ud800x', '\u0000x'])('%j writes no line of its own', (sent) => {
  log('error', `refused ${sent}`, new Error(sent), sent);
  expect(written).toHaveLength(1);
  expect(written[0]!.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  expect(oneLine('评标委员会 ok')).toBe('评标委员会 ok');
});

/** Negative control: with `inspect` each error of the database wrote its connection, the key that ends it, and the values of its statement. */
test('of an error nothing is told that hangs on it; its fields and causes are', () => {
  const error = Object.assign(new Error('terminating connection', { cause: new Error('behind it') }), { code: '57P01', client: { secretKey: 543668362 }, parameters: ['330106198001010017'] });
  log('error', 'jobs', error);
  expect(written[0]).toContain('{"code":"57P01"}');
  expect(written[0]).toContain('from Error: behind it');
  for (const hidden of ['543668362', '330106198001010017', 'secretKey']) expect(written[0]).not.toContain(hidden);
});

/** Negative control: with them each not-null or check violation wrote the row whole: login, name, digests of the person and of his password. */
test('of data that the database refused no value is told, but which rule it broke; of a deadlock, who waited', () => {
  const row = { detail: 'Failing row contains (a1.officer.1, 015ed47f, $argon2id$v=19).', where: 'JSON data, line 1: {"name":"015ed47f' };
  log('error', 'account.create', Object.assign(new Error('violates not-null constraint'), { code: '23502', column: 'version', ...row }), 'request-4');
  log(
    'error',
    'account.create',
    Object.assign(new Error('could not be kept', { cause: Object.assign(new Error('invalid input syntax for type uuid: "015ed47f"'), { code: '22P02', ...row }) }), {}),
    'request-5',
  );
  for (const line of written) for (const value of ['a1.officer.1', '015ed47f', 'argon2id']) expect(line).not.toContain(value);
  expect(written[0]).toContain('{"code":"23502","column":"version"}');
  log('error', 'a deadlock', Object.assign(new Error('deadlock detected'), { code: '40P01', detail: 'Process 7 waits for ShareLock' }), 'request-6');
  expect(written[2]).toContain('Process 7 waits');
});

describe('errors that say the same', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());
  const away = () => new Error('connect ENOENT');

  it('are one line and their number; another one, and those of requests, stand by themselves', () => {
    for (let i = 0; i < 100; i += 1) log('error', 'a beat', away());
    log('error', 'another beat', away());
    for (const id of ['request-2', 'request-3']) log('error', 'a beat', away(), id);
    expect(written).toHaveLength(4);
    jest.advanceTimersByTime(10_000);
    expect(written).toHaveLength(5);
    expect(written[4]).toContain('99 more in 10 s of: a beat: Error: connect ENOENT');
    log('error', 'a beat', away());
    expect(written).toHaveLength(6); // a new window
  });
});

test('a text without end is cut', () => {
  log('error', 'x'.repeat(1_000_000));
  expect(written[0]!.length).toBeLessThan(10_000);
});

test.each([
  ['silent', 0],
  ['error', 1],
  ['info', 2],
] as const)('LOG_LEVEL=%s writes %s of two', (level, lines) => {
  setLogLevel(level);
  log('error', 'a');
  log('info', 'b');
  expect(written).toHaveLength(lines);
});
