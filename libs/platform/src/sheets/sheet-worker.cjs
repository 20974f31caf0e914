/** Runs in a thread of its own (sheets.ts): ten thousand rows are a second's work. Plain JavaScript, so that tests can start it too. */
const write = require('write-excel-file/node').default;

/** A text, a number, an amount in yuan, or nothing; with `bold` for headings. Text is never read as a formula. */
const cell = (value, bold) => {
  if (value === null) return null;
  if (typeof value === 'number') return { type: Number, value };
  if (typeof value === 'object') return { type: Number, value: value.yuan, format: '#,##0.00' };
  return { type: String, value, ...(bold ? { fontWeight: 'bold' } : {}) };
};

const rowsOf = (json) => JSON.parse(json).map((row) => row.map((value) => cell(value, false)));

module.exports = ({ about, title, head, widths, pieces }) =>
  write([
    { sheet: about.title, data: about.lines.map(([name, ...rest]) => [cell(name, rest.length > 0), ...rest.map((value) => cell(value, false))]), columns: [{ width: 24 }, { width: 80 }] },
    { sheet: title, data: [head.map((name) => cell(name, true)), ...pieces.flatMap(rowsOf)], columns: widths.map((width) => ({ width })), stickyRowsCount: 1 },
  ]).toBuffer();
