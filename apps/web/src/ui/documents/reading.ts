import { type Citation, writeCitation } from '@kernel';
import { createContext, useContext, useMemo, useRef, useState } from 'react';
import type { Answer } from '../../lib/api/client';

export type BidOnShelf = NonNullable<Answer<'/api/tenders/{id}/evaluation'>['documents']>[number];
export type BidDocument = BidOnShelf['documents'][number];

/** The number under which the tender's own documents stand on the shelf, by the id of their evaluation: bids count from 1. */
export const TENDER = 0;

/** Bids first: what is opened at the start is a bid. */
export const shelfOf = (bids: readonly BidOnShelf[], evaluationId?: string, documents: readonly BidDocument[] = []): readonly BidOnShelf[] =>
  evaluationId === undefined || documents.length === 0 ? bids : [...bids, { number: TENDER, bidId: evaluationId, bidder: '', documents: [...documents] }];

/** A file that is open, and where in it somebody wanted to be; `visit` grows with each wish, so that the same page can be wished for twice. */
export interface Pane {
  readonly key: number;
  readonly bid: number;
  readonly part: string;
  readonly page: number;
  readonly visit: number;
}

export interface Reading {
  readonly bids: readonly BidOnShelf[];
  readonly panes: readonly Pane[];
  /** In the pane where this file is open, else in `at`, else in the last one. */
  show(place: Citation, at?: number): void;
  beside(): void;
  close(key: number): void;
  /** Whether somebody wished to be there and has not been brought there yet; asked once. */
  isAwaited(pane: Pane): boolean;
  /** Into the reason that was written last, where the cursor was; false: nobody has begun one. */
  cite(place: Citation): boolean;
}

/** As many stand beside one another as a wide screen has room for. */
export const MOST_PANES = 3;

const Context = createContext<Reading | undefined>(undefined);
export const ReadingProvider = Context.Provider;
/** Undefined where no documents are at hand. */
export const useShelf = (): Reading | undefined => useContext(Context);

const FIRST: Pane = { key: 0, bid: 1, part: 'body', page: 1, visit: 0 };

export function useReading(bids: readonly BidOnShelf[]): Reading {
  const [panes, setPanes] = useState<readonly Pane[]>([FIRST]);
  const keys = useRef(0);
  const reached = useRef(new Map<number, number>());
  return useMemo(
    () => ({
      bids,
      panes,
      show: ({ bid, part, page = 1 }, at) => setPanes((before) => shown(before, { bid, part, page }, at)),
      beside: () => setPanes((before) => (before.length < MOST_PANES ? [...before, { ...before.at(-1)!, key: (keys.current += 1) }] : before)),
      close: (key) => setPanes((before) => (before.length > 1 ? before.filter((one) => one.key !== key) : before)),
      isAwaited: ({ key, visit }) => {
        const awaited = visit > (reached.current.get(key) ?? 0);
        reached.current.set(key, visit);
        return awaited;
      },
      cite,
    }),
    [bids, panes],
  );
}

function shown(panes: readonly Pane[], place: { bid: number; part: string; page: number }, at: number | undefined): readonly Pane[] {
  const open = panes.find(({ key, bid, part }) => (at === undefined ? bid === place.bid && part === place.part : key === at)) ?? panes.at(-1)!;
  return panes.map((one) => (one.key === open.key ? { ...one, ...place, visit: one.visit + 1 } : one));
}

let lastReason: HTMLTextAreaElement | HTMLInputElement | undefined;
/** Whoever writes a reason says so when he enters its field. */
export const entersReason = (event: { target: EventTarget }): void => {
  if (event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement) lastReason = event.target;
};

function cite(place: Citation): boolean {
  if (!lastReason?.isConnected) return false;
  const { selectionStart, selectionEnd, value, maxLength } = lastReason;
  const text = writeCitation(place);
  if (maxLength >= 0 && value.length + text.length > maxLength) return false;
  lastReason.setRangeText(text, selectionStart ?? value.length, selectionEnd ?? value.length, 'end');
  lastReason.dispatchEvent(new Event('input', { bubbles: true }));
  lastReason.focus();
  return true;
}
