#!/usr/bin/env node
// what was compiled once is read back at the next start, where this Node can do that
require('node:module').enableCompileCache?.();
require('../../../dist/apps/cli/src/main.js');
