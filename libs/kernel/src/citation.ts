/**
 * A place in a bid that a reason rests on: `〔投标 3，附件 2，第 14 页〕`. It stands in the text itself, so that the signed report carries it wherever the text goes;
 * the page shows it as a link. Bids are numbered as the committee's list has them, from 1; parts are named as in docs/formats/bid-manifest.md.
 */
export interface Citation {
  readonly bid: number;
  /** `body`, `annex-1`, ... */
  readonly part: string;
  /** From 1; absent where a file has no pages. */
  readonly page?: number;
}

const FORM = /〔投标 (\d{1,4})，(?:(正文)|附件 (\d{1,3}))(?:，第 (\d{1,6}) 页)?〕/g;

const partOf = (body: string | undefined, annex: string | undefined): string => (body ? 'body' : `annex-${Number(annex)}`);

export function writeCitation({ bid, part, page }: Citation): string {
  const file = part === 'body' ? '正文' : `附件 ${part.slice('annex-'.length)}`;
  return `〔投标 ${bid}，${file}${page === undefined ? '' : `，第 ${page} 页`}〕`;
}

/** The text in pieces: what stands between citations, and the citations. Joined as they were written they are the text again. */
export function piecesOf(text: string): (string | Citation)[] {
  const pieces: (string | Citation)[] = [];
  let end = 0;
  for (const { 0: whole, 1: bid, 2: body, 3: annex, 4: page, index } of text.matchAll(FORM)) {
    const citation = { bid: Number(bid), part: partOf(body, annex), ...(page === undefined ? {} : { page: Number(page) }) };
    if (writeCitation(citation) !== whole || citation.page === 0) continue; // 007 is no number of a page
    if (index > end) pieces.push(text.slice(end, index));
    pieces.push(citation);
    end = index + whole.length;
  }
  if (end < text.length) pieces.push(text.slice(end));
  return pieces;
}

export const citationsIn = (text: string): Citation[] => piecesOf(text).filter((piece) => typeof piece !== 'string');
