import { useQuery } from '@tanstack/react-query';
import type { TenderNotice } from '@kernel';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '../../lib/api/client';
import { useLanguage } from '../../lib/settings';
import { NoticePage } from '../../ui/blocks';
import { Loaded } from '../../ui/page';
import type { Tender } from './api';
import { invites } from './procedures';

/** Data, or the text of the time before notices were data. */
async function noticeOf(tenderId: string): Promise<TenderNotice | string> {
  const answer = await request('GET', `/api/tenders/${tenderId}/notice`);
  const text = await answer.text();
  return answer.headers.get('content-type')?.includes('json') ? (JSON.parse(text) as TenderNotice) : text;
}

/** What went out, word for word: the notice, or the letter of invitation, which stands on no public page. */
export function FullNotice({ tender }: { tender: Pick<Tender, 'id' | 'noticeFileId' | 'procedure'> }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [open, setOpen] = useState(false);
  const notice = useQuery({ queryKey: ['notice', tender.id], queryFn: () => noticeOf(tender.id), enabled: open });
  if (!tender.noticeFileId) return null;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t(invites(tender.procedure) ? 'tender.letter' : 'tender.notice')}</summary>
      {open && <Loaded query={notice}>{(data) => <NoticePage notice={data} language={language} />}</Loaded>}
    </details>
  );
}
