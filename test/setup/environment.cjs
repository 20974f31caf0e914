const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

/** A line of the platform's log (libs/platform/src/log). */
const LOGGED = /^\d{4}-\d\d-\d\dT[\d:.]+Z (error|info) /;
const FAILURES = new Set(['test_fn_failure', 'hook_failure', 'error']);

/**
 * Jest's own environment, on a global object that is one. In Jest's every name that a program takes from it (Math, Object, Buffer) goes
 * through a proxy: a loop that calls Math.imul ran fifty times slower, suites that compute a tenth.
 */
class Environment extends TestEnvironment {
  constructor(...given) {
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
  }

  /** Tests provoke errors on purpose. What the platform logs of them is told where something failed, and else makes nobody wonder. */
  async setup() {
    await super.setup();
    const { stderr } = process;
    const write = stderr.write;
    this.held = [];
    stderr.write = (chunk, ...rest) => (LOGGED.test(String(chunk)) ? this.held.push(chunk) > 0 : write.call(stderr, chunk, ...rest));
    this.release = () => void (stderr.write = write);
  }

  handleTestEvent({ name }) {
    if (FAILURES.has(name)) this.failed = true;
  }

  async teardown() {
    this.release?.();
    if (this.failed) for (const line of this.held) process.stderr.write(line);
    await super.teardown();
  }
}

module.exports = Environment;
