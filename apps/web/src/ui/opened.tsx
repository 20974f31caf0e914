import { type ReactNode, useEffect, useRef } from 'react';

/** What a button opened elsewhere on the page: it takes the focus, so that eyes, keyboard and screen reader are where it is. */
export function Opened({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} tabIndex={-1}>
      {children}
    </div>
  );
}
