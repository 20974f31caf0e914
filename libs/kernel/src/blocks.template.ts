import { joined, keepLines, markdown, type Markdown } from './markdown';

/** What a document says, piece by piece and without any markup: a page, a letter or a text is made of it, each in its own way. */
export type Block = { heading: string } | { rows: readonly (readonly [label: string, value: string])[] } | { lines: readonly string[] };

export interface Rendered {
  title: string;
  blocks: readonly Block[];
}

const rowsText = (rows: readonly (readonly [string, string])[]): Markdown => {
  const [head, ...rest] = rows.map(([label, value]) => markdown`| ${label} | ${value} |`);
  return joined([head!, markdown`|---|---|`, ...rest], '\n');
};

const blockText = (block: Block): Markdown => ('heading' in block ? markdown`## ${block.heading}` : 'rows' in block ? rowsText(block.rows) : keepLines(block.lines.join('\n')));

/** As Markdown, every text escaped by `markdown`. */
export const asMarkdown = ({ title, blocks }: Rendered): string => joined([markdown`# ${title}`, ...blocks.map(blockText)], '\n\n').text;
