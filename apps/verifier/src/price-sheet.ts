import { parseJson } from './canonical-json';
import { ensure } from './fault';
import { integer, list, object, only, text } from './shape';

export const MAX_SHEET = 1_048_576;

const upTo = (most: number) => text(new RegExp(`^[^]{0,${most}}$`));

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

const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"(?:[ \t\r\n]*:)?|[{}]/g;

/** A member that stands twice has two values: readers differ in which one counts. */
function assertNamedOnce(json: string): void {
  const open: Set<string>[] = [];
  for (const [token] of json.matchAll(TOKENS)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (token.endsWith(':')) {
      const name = JSON.parse(token.slice(0, token.lastIndexOf('"') + 1)) as string;
      ensure(!open.at(-1)!.has(name), '开标一览表中有重复的内容', 'a member of the price sheet stands twice');
      open.at(-1)!.add(name);
    }
  }
}

export function readSheet(content: Uint8Array) {
  ensure(content.length <= MAX_SHEET, '超过 1 MiB', 'is over 1 MiB');
  const value = parseJson(content, MAX_SHEET);
  assertNamedOnce(new TextDecoder().decode(content));
  return SHEET(value, '');
}
