/**
 * What the server asks of the portal. Pages are written on the server from the same public interfaces that anybody may call; nothing else
 * reaches them. This file has no JSX, so that the server's own program may take the types.
 */
export type Language = 'zh' | 'en';

/** Reads a public interface, e.g. `/api/tenders?limit=10`; undefined where the interface says 404. */
export type Read = <T>(path: string) => Promise<T | undefined>;

export interface PortalRequest {
  /** Without the language's prefix: `/tenders/A02-…`. */
  path: string;
  query: URLSearchParams;
  language: Language;
  /** Names of the built files: the portal's style and script. */
  assets: { style: readonly string[]; script: string };
  read: Read;
  site: Site;
}

/** Who runs this portal; from configuration. */
export interface Site {
  organiser: string;
  demonstration: boolean;
}

export interface PortalAnswer {
  status: 200 | 302 | 404;
  html: string;
  location?: string;
}

export interface Portal {
  /** undefined: not one of the portal's addresses. */
  answer(request: PortalRequest): Promise<PortalAnswer | undefined>;
  /** An address that is nobody's. */
  lost(request: Pick<PortalRequest, 'language' | 'assets' | 'site'>): string;
  /** The page that tells of a fault, readable without anything else working. */
  fault(request: Pick<PortalRequest, 'language' | 'assets' | 'site'>, requestId: string): string;
}
