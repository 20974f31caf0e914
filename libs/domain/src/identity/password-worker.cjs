/** Runs in a thread of its own (passwords.ts): argon2 holds whatever runs it for some 30 ms. Plain JavaScript, so that tests can start it too. */
const { hashSync, verifySync } = require('@node-rs/argon2');

module.exports = ({ password, stored, cost }) => (stored === undefined ? hashSync(password, cost) : verifySync(stored, password));
