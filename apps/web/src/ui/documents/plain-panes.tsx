import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '../../lib/api/client';
import { bytes } from '../../lib/format';
import { Failure } from '../refusal';
import type { BidDocument } from './reading';

const MIB = 2 ** 20;
/** What a page can hold without stopping for breath. */
const MOST_TEXT = 2 * MIB;

const useContent = (url: string, range?: string) =>
  useQuery({
    queryKey: ['document', url, range],
    staleTime: Infinity,
    queryFn: async () => (await request('GET', url, range ? { headers: { range } } : {})).blob(),
  });

/** Text in UTF-8, else in GB 18030, which old programs here write. */
async function textOf(blob: Blob): Promise<string> {
  const content = await blob.arrayBuffer();
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(content);
    } catch {
      // the next one
    }
  return new TextDecoder('utf-8').decode(content);
}

export function TextPane({ url, file }: { url: string; file: BidDocument }) {
  const { t } = useTranslation('documents');
  const long = file.size > MOST_TEXT;
  const content = useContent(url, long ? `bytes=0-${MOST_TEXT - 1}` : undefined);
  const { data: text } = useQuery({ queryKey: ['document-text', url], enabled: content.data !== undefined, queryFn: () => textOf(content.data!) });
  return (
    <>
      {content.isPending && <p role="status">{t('loading')}</p>}
      <Failure error={content.error} onRetry={() => void content.refetch()} />
      {long && <p className="help">{t('large', { size: bytes(MOST_TEXT) })}</p>}
      {text !== undefined && (
        // biome-ignore lint: a scrolling text has to be reachable by keyboard
        <div className="room-document panel" tabIndex={0} role="region" aria-label={t('text', { name: file.fileName })}>
          <bdi>{text}</bdi>
        </div>
      )}
    </>
  );
}

export function ImagePane({ url, file }: { url: string; file: BidDocument }) {
  const { t } = useTranslation('documents');
  const content = useContent(url);
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!content.data) return;
    const made = URL.createObjectURL(new Blob([content.data], { type: file.mediaType }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [content.data, file.mediaType]);
  return (
    <>
      {content.isPending && <p role="status">{t('loading')}</p>}
      <Failure error={content.error} onRetry={() => void content.refetch()} />
      {address && (
        // biome-ignore lint: a scrolling picture has to be reachable by keyboard
        <div className="pdf-picture" tabIndex={0} role="region" aria-label={t('image', { name: file.fileName })}>
          <img src={address} alt={t('image', { name: file.fileName })} />
        </div>
      )}
    </>
  );
}
