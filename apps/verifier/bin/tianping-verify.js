#!/usr/bin/env node
const { run } = require('../../../dist/apps/verifier/src/main.js');

void run(process.argv.slice(2), console.log).then((code) => {
  process.exitCode = code;
});
