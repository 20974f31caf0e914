import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '../../lib/api/client';
import { save } from '../../lib/save';

const SHOWN = 200_000;

/** A bid's file beside the sheet: text is shown as text; anything else is downloaded, never drawn as it is. */
export function BidDocument({ bidId, shown = false }: { bidId: string; shown?: boolean }) {
  const { t } = useTranslation('live');
  const [open, setOpen] = useState(shown);
  const body = useQuery({
    queryKey: ['bid-body', bidId],
    enabled: open,
    staleTime: Infinity,
    queryFn: async () => new Uint8Array(await (await request('GET', `/api/bids/${bidId}/body`)).arrayBuffer()),
  });
  const text = body.data && textOf(body.data);
  return (
    <details open={shown} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('document.show')}</summary>
      {body.isPending && open && <p>{t('document.loading')}</p>}
      {body.error && <p className="field-error">{t('document.failed')}</p>}
      {text !== undefined && (
        // biome-ignore lint: a scrolling text has to be reachable by keyboard
        <div className="room-document panel" tabIndex={0} role="region" aria-label={t('document.show')}>
          <bdi>{text.slice(0, SHOWN)}</bdi>
        </div>
      )}
      {body.data && text === undefined && <p>{t('document.binary')}</p>}
      {body.data && (
        <button type="button" className="link" onClick={() => save(body.data, `bid-${bidId.slice(0, 8)}`, 'application/octet-stream')}>
          {t('document.download')}
        </button>
      )}
    </details>
  );
}

/** The text, when these bytes are one. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\u0000') ? undefined : text;
  } catch {
    return undefined;
  }
}
