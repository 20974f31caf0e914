import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { type Answer, api } from '../../lib/api/client';
import { bytes } from '../../lib/format';
import { Panel } from '../../ui/page';
import { Size } from '../../ui/plain';
import { Failure } from '../../ui/refusal';
import { DataTable } from '../../ui/table';
import { At, Until } from '../../ui/time';

type Upload = Answer<'/api/tenders/{id}/uploads'>['items'][number];

/** Asked twice: what is given up has to be uploaded anew. */
function GiveUp({ upload }: { upload: Upload }) {
  const { t } = useTranslation('bidder');
  const [asking, setAsking] = useState(false);
  const giveUp = useAct((_: void) => api.del('/api/uploads/{id}', { path: { id: upload.uploadId } }));
  return (
    <>
      {asking ? (
        <span className="row-acts">
          <Button danger onClick={() => giveUp.mutate()} loading={giveUp.isPending}>
            {t('uploads.sure')}
          </Button>
          <Button onClick={() => setAsking(false)}>{t('uploads.keep')}</Button>
        </span>
      ) : (
        <Button onClick={() => setAsking(true)}>{t('uploads.giveUp')}</Button>
      )}
      <Failure error={giveUp.error} />
    </>
  );
}

/** What the organisation has uploaded and not submitted, when it ends by itself (what is whole with the deadline: `running`, whether that counts down), and how much room is left. Nothing is shown where there is none. */
export function Uploads({ tenderId, running }: { tenderId: string; running: boolean }) {
  const { t } = useTranslation('bidder');
  const { data } = useQuery({ queryKey: ['uploads', tenderId], queryFn: () => api.get('/api/tenders/{id}/uploads', { path: { id: tenderId } }), refetchInterval: 30_000 });
  if (!data?.items.length) return null;
  return (
    <Panel title={t('uploads.title')}>
      <p>{t('uploads.text', { used: bytes(data.used), quota: bytes(data.quota) })}</p>
      <DataTable
        caption={t('uploads.title')}
        empty={null}
        rows={data.items}
        keyOf={({ uploadId }) => uploadId}
        columns={[
          { key: 'size', title: t('uploads.size'), render: ({ size }) => <Size of={size} />, numeric: true },
          {
            key: 'state',
            title: t('uploads.state'),
            render: ({ size, received }) => (received === size ? t('uploads.whole') : t('uploads.part', { share: Math.floor((received * 100) / size) })),
          },
          { key: 'begun', title: t('uploads.begun'), render: ({ begunAt }) => <At at={begunAt} /> },
          { key: 'ends', title: t('uploads.ends'), render: ({ endsAt, size, received }) => <Until at={endsAt} countdown={received < size || running} /> },
          { key: 'act', title: t('uploads.act'), render: (upload) => <GiveUp upload={upload} /> },
        ]}
      />
    </Panel>
  );
}
