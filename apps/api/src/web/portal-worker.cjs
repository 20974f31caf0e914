/** Runs in a thread of its own (portal-writer.ts): a page is some ten milliseconds of work. Plain JavaScript, so that tests can start it too. */
module.exports = async ({ program, request, query, port }) => {
  const { portal } = require(program);
  const asked = new Map();
  port.on('message', ({ id, value, fault }) => {
    const { resolve, reject } = asked.get(id);
    asked.delete(id);
    if (fault === undefined) resolve(value);
    else reject(new Error(fault));
  });
  const read = (path) =>
    new Promise((resolve, reject) => {
      const id = asked.size === 0 ? 1 : Math.max(...asked.keys()) + 1;
      asked.set(id, { resolve, reject });
      port.postMessage({ id, path });
    });
  try {
    return await portal.answer({ ...request, query: new URLSearchParams(query), read });
  } finally {
    port.close();
  }
};
