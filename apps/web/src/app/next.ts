/** Stands for our own host, whatever it is called: an address that leads away from it is not ours. */
const HERE = 'https://here.invalid';

/** In a path: what a reader less careful than the browser takes for the beginning of a host. */
const HIDDEN = /\\|%(?:0[0-9a-f]|1[0-9a-f]|5c|7f|25)|^\/(?:\/|%2f)/i;

/**
 * Where a sign-in may lead: a path of ours, or nothing. The browser's own reader decides, as it will when it follows: it takes `\` for `/`, and drops
 * tabs and ends of lines, so that `/\host` and `/<tab>/host` are other hosts. What hides any of it behind a percent sign is refused too.
 */
export function ownPath(wanted: string | null): string | undefined {
  if (!wanted?.startsWith('/') || /\p{Cc}/u.test(wanted)) return undefined;
  if (HIDDEN.test(wanted.split(/[?#]/, 1)[0]!)) return undefined;
  if (!URL.canParse(wanted, HERE)) return undefined;
  const { origin, pathname, search, hash } = new URL(wanted, HERE);
  return origin === HERE && !pathname.startsWith('//') ? pathname + search + hash : undefined;
}
