const { default: Sequencer } = require('@jest/test-sequencer');

/** What takes longest, the longest first: a fresh clone has no memory of it, and a long one begun last is waited for alone. */
const LONGEST = [
  'chaos/kills',
  'journeys/large-uploads',
  'browser/life',
  'journeys/evidence',
  'verifier/src/mutations',
  'browser/',
  'docker/',
  'journeys/what-was-asked',
  'chaos/database',
  'attack/canaries',
  'attack/disk',
  'files/contents.db',
  'jobs/jobs',
  'chaos/',
  'attack/',
  'journeys/',
  'mutations',
];

const rankOf = ({ path }) => {
  const rank = LONGEST.findIndex((part) => path.includes(part));
  return rank < 0 ? LONGEST.length : rank;
};

module.exports = class extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rankOf(a) - rankOf(b));
  }
};
