import type { Range } from '../storage/storage';

/** One range of bytes; several, or other units, are asked for by nobody here, and may be answered with the whole (RFC 9110 14.2). */
const ONE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/**
 * What `Range` asks of content of this many bytes: undefined for the whole, null where nothing of it lies inside (416). `bytes=-500` are the last 500.
 */
export function rangeOf(header: string | undefined, size: number): Range | null | undefined {
  const [, from, to] = (header && header.length <= 64 && ONE.exec(header)) || [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  if (from === '') return Number(to) > 0 && size > 0 ? { start: Math.max(0, size - Number(to)), end: size - 1 } : null;
  if (to !== '' && Number(to) < Number(from)) return undefined; // no range at all (14.1.1)
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return Number(from) <= end ? { start: Number(from), end } : null;
}
