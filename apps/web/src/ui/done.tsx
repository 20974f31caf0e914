import type { ReactNode } from 'react';
import { Opened } from './opened';

/** What was done stands where its button was, and is told; done just `now`, it takes the focus too, which the button leaves behind. */
export function Done({ now, children }: { now: boolean; children: ReactNode }) {
  const told = (
    <p className="done" role="status">
      {children}
    </p>
  );
  return now ? <Opened>{told}</Opened> : told;
}
