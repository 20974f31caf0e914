const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

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
}

module.exports = Environment;
