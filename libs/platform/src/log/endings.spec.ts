import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { PATIENCE_MS } from '@test/setup/patience';

const ROOT = join(__dirname, '..', '..', '..', '..');

function run(code: string) {
  const script = `const { endOnFault, failStart } = require('./libs/platform/src/log/endings.ts'); const { SettingError } = require('./libs/platform/src/config/index.ts'); ${code}`;
  const { status, stderr, stdout } = spawnSync(process.execPath, ['-r', './test/setup/typescript.cjs', '-e', script], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
    timeout: PATIENCE_MS,
  });
  return { status, stdout, lines: stderr.split('\n').filter(Boolean) };
}

const ALIVE = 'setInterval(() => undefined, 1000); setTimeout(() => { console.log("survived"); process.exit(0); }, 2000);';
const LINE = /^\d{4}-\d\d-\d\dT[\d:.]+Z error - (an exception|a rejection) that nobody caught; the process ends: Error: planted\\n/;

test.each([
  ['a rejection', `Promise.reject(new Error('planted'));`],
  ['an exception', `setTimeout(() => { throw new Error('planted'); }, 1);`],
])('%s that nobody caught is told in one line and ends the process', (_what, fault) => {
  const { status, stdout, lines } = run(`endOnFault(); ${ALIVE} ${fault}`);
  expect([status, stdout, lines.length]).toEqual([1, '', 1]);
  expect(lines[0]).toMatch(LINE);
});

test('negative control: with a handler that only tells, the process goes on', () => {
  const { status, stdout } = run(`process.on('unhandledRejection', () => undefined); ${ALIVE} Promise.reject(new Error('planted'));`);
  expect([status, stdout]).toEqual([0, 'survived\n']);
});

test('a setting that is wrong is told in its own lines; a fault in one', () => {
  expect(run(`failStart(new SettingError('PORT=x: wrong\\n  second line'))`)).toEqual({ status: 1, stdout: '', lines: ['PORT=x: wrong', '  second line'] });
  const fault = run(`failStart(new Error('planted'))`);
  expect([fault.status, fault.lines.length]).toEqual([1, 1]);
});

// negative control: with the exit code alone set, an API whose key was missing lived on by its connections to Redis, served nobody, and nothing started it anew
test('a start that failed ends the process, whatever it had opened', () => {
  expect(run(`${ALIVE} failStart(new SettingError('PORT=x: wrong'))`)).toEqual({ status: 1, stdout: '', lines: ['PORT=x: wrong'] });
});
