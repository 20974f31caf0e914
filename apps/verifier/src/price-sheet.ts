import { parseJson } from './canonical-json';
import { ensure } from './fault';
import { ANY_TEXT, integer, list, object, only, type Shape, text } from './shape';

export const MAX_SHEET = 1_048_576;

/** A text of at most so many UTF-16 units. */
const upTo =
  (most: number): Shape<string> =>
  (value, at) => {
    const found = ANY_TEXT(value, at);
    ensure(found.length <= most, `${at} 超过 ${most} 字`, `${at} has more than ${most} characters`);
    return found;
  };

/** docs/formats/bid-manifest.md, "Price sheet". */
const SHEET = object(
  {
    format: only('tianping/price-sheet/1'),
    totalFen: text(/^[1-9]\d{0,15}$/),
    durationDays: integer(1, 36_500),
    quality: upTo(200),
    lines: list(object({ name: upTo(200), amountFen: text(/^\d{1,17}$/) }), 0, 20_000),
    note: upTo(2000),
    salt: text(/^[0-9a-f]{32}$/),
  },
  ...(['durationDays', 'quality', 'lines', 'note', 'salt'] as const),
);

/** Where the string that begins at `from` ends, its last quote included. */
function endOf(json: string, from: number): number {
  let to = from + 1;
  while (json[to] !== '"') to += json[to] === '\\' ? 2 : 1;
  return to + 1;
}

/** A member that stands twice has two values: readers differ in which one counts. `json` has been parsed. */
function assertNamedOnce(json: string): void {
  const open: Set<string>[] = [];
  for (let at = 0; at < json.length; at += 1) {
    if (json[at] === '{') open.push(new Set());
    else if (json[at] === '}') open.pop();
    if (json[at] !== '"') continue;
    const end = endOf(json, at);
    let after = end;
    while (' \t\r\n'.includes(json[after] ?? '.')) after += 1;
    if (json[after] === ':') {
      const name = JSON.parse(json.slice(at, end)) as string;
      ensure(!open.at(-1)!.has(name), '开标一览表中有重复的内容', 'a member of the price sheet stands twice');
      open.at(-1)!.add(name);
    }
    at = after - 1;
  }
}

export function readSheet(content: Uint8Array) {
  ensure(content.length <= MAX_SHEET, '超过 1 MiB', 'is over 1 MiB');
  const value = parseJson(content, MAX_SHEET);
  assertNamedOnce(new TextDecoder().decode(content));
  return SHEET(value, '');
}
