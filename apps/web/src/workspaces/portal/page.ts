import type { ReactElement } from 'react';
import type { PageContext } from './context';
import type { Read } from './portal';

export interface Page {
  title: string;
  description?: string;
  content: ReactElement;
}

/** Reads what a page needs and makes it; undefined where there is no such thing. */
export type PageOf = (context: PageContext, read: Read, parameter: string) => Promise<Page | undefined>;
